using System.Diagnostics.CodeAnalysis;

namespace Athens.Sync;

/// <summary>Where the engine takes new ids from, so that a test can say which they are.</summary>
public abstract class SyncIds
{
    /// <summary>UUIDv7 ids from the given clock and the system's randomness.</summary>
    public static SyncIds System(TimeProvider time) => new SystemIds(time);

    /// <summary>A new id, unlike any other: a lower-case UUID of 36 characters.</summary>
    public abstract string Next();

    private sealed class SystemIds(TimeProvider time) : SyncIds
    {
        [SuppressMessage("ApiDesign", "RS0030", Justification = "This is the one place where ids are made.")]
        public override string Next() => Guid.CreateVersion7(time.GetUtcNow()).ToString();
    }
}
