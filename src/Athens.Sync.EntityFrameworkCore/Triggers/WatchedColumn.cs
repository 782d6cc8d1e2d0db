namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>A column of a watched table.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="StoreType">The database's type; null where the model does not say.</param>
/// <param name="IsField">True where what it holds is synced.</param>
internal sealed record WatchedColumn(string Name, string? StoreType, bool IsField);
