using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>One write of one entity, as the feed is to tell it. Complete: nothing of it changes with the app's object any more.</summary>
internal sealed record FeedWrite
{
    public required EntityMapping Mapping { get; init; }

    public required EntityId Id { get; init; }

    public required long Version { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>The scope; null where the parent's is meant.</summary>
    public string? Scope { get; init; }

    public EntityId? Parent { get; init; }

    /// <summary>The state before the delete, as JSON; null unless deleted.</summary>
    public string? State { get; init; }

    /// <summary>All of the entity's stamps; null where only <see cref="Stamped"/> fields get a new one.</summary>
    public IReadOnlyDictionary<string, Stamp>? Stamps { get; init; }

    /// <summary>The fields that get <see cref="Stamp"/>.</summary>
    public IReadOnlyList<string> Stamped { get; init; } = [];

    public Stamp Stamp { get; init; }

    /// <summary>What the engine itself writes.</summary>
    public static FeedWrite Of(EntityMapping mapping, ServerEntity staged) => new()
    {
        Mapping = mapping,
        Id = staged.Id,
        Version = staged.Version,
        IsDeleted = staged.IsDeleted,
        Scope = staged.Scope,
        Parent = mapping.Entity.Parent is { } parent && staged.State.Find(parent.Field.Name)?.ToString() is { Length: > 0 } key ? new EntityId(parent.Type, key) : null,
        State = staged.IsDeleted ? staged.State.ToJson() : null,
        Stamps = staged.Stamps,
    };

    /// <summary>True where a trigger may have noted what this tells: it sees versions rise, and neither deletes nor parts apart by that.</summary>
    public bool MayBeMarked => IsDeleted || IsMark || Mapping.HasParts;

    /// <summary>True for a write past the change tracker.</summary>
    public bool IsMark { get; init; }
}
