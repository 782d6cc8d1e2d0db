namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Ids that a test can foresee: the name and a number, in the form of a UUID.</summary>
public sealed class CountingIds(int name) : SyncIds
{
    private int last;

    public override string Next() => $"00000000-0000-7000-{name:x4}-{Interlocked.Increment(ref last):x12}";
}
