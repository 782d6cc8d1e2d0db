namespace Athens.Ptw.Roles;

/// <summary>A row of the table: who may set this field to such a value, or away from it. An admin may anyway.</summary>
public sealed record FieldRight(string Entity, string Property, string Value, params IReadOnlyList<string> Roles);
