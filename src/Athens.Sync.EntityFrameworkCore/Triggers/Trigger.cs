namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>One trigger of one table.</summary>
/// <param name="Name">Its name, unique in the database.</param>
/// <param name="Create">The statements that make it, in order.</param>
/// <param name="Drop">The statements that remove it where it is there, in order.</param>
internal sealed record Trigger(string Name, IReadOnlyList<string> Create, IReadOnlyList<string> Drop);
