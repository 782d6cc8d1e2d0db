namespace Athens.Ptw.Gates;

/// <summary>One thing that stands in the way.</summary>
/// <param name="Code">For a program, such as <c>ppe_missing</c>.</param>
/// <param name="Field">The field, or the kind of record, that a person must see to.</param>
/// <param name="Sentence">For that person.</param>
public sealed record Blocker(string Code, string Field, string Sentence);
