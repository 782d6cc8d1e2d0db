namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>A table whose writes triggers take note of.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Schema">Its schema; null for the default one.</param>
/// <param name="Type">The wire name of the entity type that is kept in it.</param>
/// <param name="Key">The column with the entity's key.</param>
/// <param name="IsGuid">True where the key is a Guid, whose text differs by database.</param>
/// <param name="Version">The column with the entity's version; null in a table that holds only parts of entities.</param>
/// <param name="Columns">All columns.</param>
internal sealed record WatchedTable(string Name, string? Schema, string Type, string Key, bool IsGuid, string? Version, IReadOnlyList<WatchedColumn> Columns)
{
    /// <summary>The columns that hold what is synced.</summary>
    public IEnumerable<WatchedColumn> Fields => Columns.Where(column => column.IsField);
}
