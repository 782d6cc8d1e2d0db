namespace Athens.Sync.DeviceProcess;

/// <summary>Tells the outer world, one whole line at a time: what stands in the pipe was said, whatever becomes of the process.</summary>
public sealed class Report(TextWriter output)
{
    private readonly Lock gate = new();

    public void Say(params string[] words)
    {
        lock (gate)
        {
            output.Write(string.Join(' ', words) + "\n");
            output.Flush();
        }
    }
}
