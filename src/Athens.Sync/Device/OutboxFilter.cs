namespace Athens.Sync.Device;

/// <summary>Says which items of the outbox are wanted; everything that is null is no condition.</summary>
public sealed record OutboxFilter
{
    /// <summary>Only items that stand here.</summary>
    public OutboxStatus? Status { get; init; }

    /// <summary>Only items of this entity type.</summary>
    public string? Type { get; init; }

    /// <summary>Only items of the entity with this key.</summary>
    public string? Key { get; init; }

    /// <summary>True when the item is wanted.</summary>
    public bool Takes(OutboxItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return (Status is null || item.Status == Status)
            && (Type is null || item.Change.Entity == Type)
            && (Key is null || item.Change.ServerId == Key);
    }
}
