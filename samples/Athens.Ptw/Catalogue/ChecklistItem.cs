namespace Athens.Ptw.Catalogue;

/// <summary>One thing to be done: the key that a permit's checklist ticks, and what a person reads.</summary>
public sealed record ChecklistItem(string Key, string Text);
