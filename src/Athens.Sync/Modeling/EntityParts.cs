using System.Text.Json.Serialization.Metadata;

namespace Athens.Sync.Modeling;

/// <summary>What an <see cref="EntityModel"/> is made of.</summary>
internal sealed record EntityParts
{
    public required string Type { get; init; }

    public required JsonTypeInfo TypeInfo { get; init; }

    public required JsonPropertyInfo Key { get; init; }

    public required string KeyPropertyName { get; init; }

    public required IReadOnlyList<FieldModel> Fields { get; init; }

    public required IReadOnlyList<ReferenceModel> References { get; init; }

    public required IReadOnlyList<IReadOnlyList<FieldModel>> Groups { get; init; }

    public StatusModel? Status { get; init; }

    public FieldModel? ScopeField { get; init; }

    public bool HasServerAssignedKey { get; init; }

    public bool IsAppendOnly { get; init; }

    public bool IgnoresUnknownFields { get; init; }

    public string Lane { get; init; } = Lanes.Default;
}
