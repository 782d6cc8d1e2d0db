using Athens.Sync.Conflicts;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync;

/// <summary>One change that needs a decision, with everything that the decision rests on.</summary>
public sealed class SyncConflict
{
    private readonly SyncConflicts conflicts;
    private readonly EntityModel model;

    internal SyncConflict(SyncConflicts conflicts, EntityModel model, OutboxItem item)
    {
        this.conflicts = conflicts;
        this.model = model;
        Item = item;
    }

    /// <summary>The change, as the outbox keeps it.</summary>
    public OutboxItem Item { get; }

    /// <summary>The entity.</summary>
    public EntityId Entity => Item.Entity;

    /// <summary>Why it needs a decision; null when the server refused it.</summary>
    public ConflictReason? Reason => Item.Conflict?.Reason;

    /// <summary>The reason in words.</summary>
    public string? Detail => Item.Conflict?.Detail ?? Item.Rejection?.Detail?.ToString();

    /// <summary>The fields that could not be decided: base, client and server values of each.</summary>
    public IReadOnlyDictionary<string, FieldConflict> Fields => Item.Conflict?.Fields ?? new Dictionary<string, FieldConflict>();

    /// <summary>What <see cref="Resolution.AutoMerge"/> would write, and the fields that it would leave to a person.</summary>
    public (FieldValues Merged, IReadOnlyList<string> Left) PreviewAutoMerge() =>
        Item.Conflict is null ? (FieldValues.Empty, []) : AutoMerge.Of(model, Item.Conflict);

    /// <summary>Tells what a decision would do; changes nothing.</summary>
    public ResolutionPlan Plan(Resolution resolution)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        if (resolution.Kind is ResolutionKind.KeepMine)
            return new ResolutionPlan(this, resolution, Item.Change.Data, []);
        if (resolution.Kind is not ResolutionKind.Merge)
            return new ResolutionPlan(this, resolution, null, []);
        FieldValues given = resolution.Merged ?? FieldValues.Empty;
        (FieldValues merged, IReadOnlyList<string> left) = PreviewAutoMerge();
        return new ResolutionPlan(this, resolution, Item.Change.Data.With(merged).With(given), [.. left.Where(name => !given.ContainsKey(name))]);
    }

    /// <summary>Decides the conflict; durable when this returns, and told to the server by the next cycle.</summary>
    /// <exception cref="ConflictUnresolvedException">It was decided already, or the merge leaves fields open; nothing was changed.</exception>
    public Task ResolveAsync(Resolution resolution, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        return conflicts.ResolveAsync(Item, resolution, cancellationToken);
    }
}
