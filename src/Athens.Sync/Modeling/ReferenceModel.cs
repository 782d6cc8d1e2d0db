namespace Athens.Sync.Modeling;

/// <summary>A field that holds the key of another entity. Immutable.</summary>
/// <param name="Field">The referring field.</param>
/// <param name="Type">The wire name of the entity type referred to.</param>
/// <param name="IsParent">True when the referring entity lives in the scope of the other and cannot be without it.</param>
public sealed record ReferenceModel(FieldModel Field, string Type, bool IsParent);
