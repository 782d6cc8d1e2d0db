namespace Athens.Sync.EntityFrameworkCore.Conversions;

/// <summary>Marks comparers of properties whose JSON text is both what their column holds and what they are compared by.</summary>
internal interface IJsonComparer;
