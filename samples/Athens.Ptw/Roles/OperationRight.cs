namespace Athens.Ptw.Roles;

/// <summary>A row of the table: who may do this to such an entity. An admin may anyway.</summary>
public sealed record OperationRight(string Entity, string Operation, params IReadOnlyList<string> Roles);
