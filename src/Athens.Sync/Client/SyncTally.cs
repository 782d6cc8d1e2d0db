using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Counts what a cycle does while it runs.</summary>
internal sealed class SyncTally
{
    public int Applied { get; private set; }

    public int Merged { get; private set; }

    public int Conflicts { get; private set; }

    public int Rejected { get; private set; }

    public int Pulled { get; set; }

    public bool Refreshed { get; set; }

    public bool Registered { get; set; }

    public void Count(PushResponse response)
    {
        int merged = response.Applied.Count(a => a.Status is AppliedStatus.Merged);
        Merged += merged;
        Applied += response.Applied.Count - merged;
        Conflicts += response.Conflicts.Count;
        Rejected += response.Rejected.Count;
    }
}
