namespace Athens.Sync.Device;

/// <summary>Counts what the app writes beside a cycle. Any thread may count, and ask.</summary>
internal sealed class AppUse
{
    private int writes;

    public int Writes => Volatile.Read(ref writes);

    public void Note() => Interlocked.Increment(ref writes);
}
