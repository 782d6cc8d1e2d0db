using Athens.Sync.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>How a database takes many rows of a table at once. Each call tells how many rows were written.</summary>
internal abstract class BulkWriter
{
    /// <summary>What a parameter for a column is made by; null where there is no such parameter.</summary>
    public abstract RelationalTypeMapping? TypeOf(DbContext context, IProperty property);

    /// <summary>Inserts rows, in the order given.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The values of all its columns.</param>
    public abstract Task<int> InsertAsync(SqlSession session, BulkTable table, IReadOnlyList<object?[]> rows);

    /// <summary>Updates rows that still have their former version.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">What is set beside the version.</param>
    /// <param name="rows">The key, the former version, the version, and the values of the columns.</param>
    public abstract Task<int> UpdateAsync(SqlSession session, BulkTable table, IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows);

    protected static string Names(IEnumerable<BulkColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
