namespace Athens.Ptw.Catalogue;

/// <summary>One kind of protective equipment: its code, and its name for a person.</summary>
public sealed record PpeItem(string Code, string Name);
