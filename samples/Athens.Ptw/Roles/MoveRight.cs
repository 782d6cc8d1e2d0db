namespace Athens.Ptw.Roles;

/// <summary>A row of the table: who may make this move of a status. An admin may anyway.</summary>
public sealed record MoveRight(string Entity, string From, string To, params IReadOnlyList<string> Roles);
