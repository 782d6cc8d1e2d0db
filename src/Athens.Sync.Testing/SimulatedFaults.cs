namespace Athens.Sync.Testing;

/// <summary>The faults of a simulation.</summary>
[Flags]
public enum SimulatedFaults
{
    /// <summary>A day without faults.</summary>
    None = 0,

    /// <summary>A request does not reach the server.</summary>
    LostRequest = 1,

    /// <summary>An answer does not reach the device.</summary>
    LostAnswer = 1 << 1,

    /// <summary>A push reaches the server twice.</summary>
    DuplicateRequest = 1 << 2,

    /// <summary>A push reaches the server once more, long after.</summary>
    LateRequest = 1 << 3,

    /// <summary>A device has no network for a while.</summary>
    Partition = 1 << 4,

    /// <summary>The server stops before or after a commit.</summary>
    ServerCrash = 1 << 5,

    /// <summary>A device's process stops before or after a commit.</summary>
    DeviceCrash = 1 << 6,

    /// <summary>A device's clock jumps, by years.</summary>
    ClockJump = 1 << 7,

    /// <summary>A device is put back to an earlier copy of its store.</summary>
    Restore = 1 << 8,

    /// <summary>A device goes on from a copy of another one's store.</summary>
    Clone = 1 << 9,

    /// <summary>A user may see nothing for a while.</summary>
    RevokedRights = 1 << 10,

    /// <summary>A user edits while a request is under way.</summary>
    EditDuringRequest = 1 << 11,

    /// <summary>A user edits in another process of the app, over the same store, just before a commit of the first.</summary>
    SecondProcess = 1 << 12,

    /// <summary>The server is put back to an earlier copy of its store, and what it took in since is lost with it, where the stores can do it.</summary>
    ServerRestore = 1 << 13,

    /// <summary>All of these.</summary>
    All = (1 << 14) - 1,
}
