namespace Athens.Sync;

/// <summary>Names one entity: its type's wire name ("permit") and its key as text. Compares by ordinal, type first.</summary>
public readonly record struct EntityId : IComparable<EntityId>
{
    private readonly string? type;
    private readonly string? key;

    /// <summary>Names an entity.</summary>
    /// <exception cref="ArgumentException">The type or the key is empty.</exception>
    public EntityId(string type, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(key);
        this.type = type;
        this.key = key;
    }

    /// <summary>The entity type's wire name.</summary>
    public string Type => type ?? throw new InvalidOperationException("A default EntityId names no entity.");

    /// <summary>The key, as text; 1 to 128 characters.</summary>
    public string Key => key ?? throw new InvalidOperationException("A default EntityId names no entity.");

    /// <inheritdoc />
    public int CompareTo(EntityId other)
    {
        int byType = string.CompareOrdinal(Type, other.Type);
        return byType != 0 ? byType : string.CompareOrdinal(Key, other.Key);
    }

    /// <inheritdoc />
    public override string ToString() => $"{type}/{key}";
}
