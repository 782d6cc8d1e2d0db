using Athens.Sync.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>SQLite: a command for each row, prepared once. It looks a parameter up by its name, so that more of them cost more than each.</summary>
internal sealed class SqliteBulkWriter : BulkWriter
{
    public override RelationalTypeMapping? TypeOf(DbContext context, IProperty property) => property.GetRelationalTypeMapping();

    public override Task<int> InsertAsync(SqlSession session, BulkTable table, IReadOnlyList<object?[]> rows) => session.ExecuteEachAsync(
        $"INSERT INTO {table.Name} ({Names(table.All)}) VALUES {SqlSession.Rows(1, table.All.Count)}",
        rows,
        [.. table.All.Select(column => column.Type)]);

    public override Task<int> UpdateAsync(SqlSession session, BulkTable table, IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows) => session.ExecuteEachAsync(
        $"UPDATE {table.Name} SET {table.Version.Name} = @p2{string.Concat(columns.Select((column, n) => $", {column.Name} = @p{n + 3}"))} WHERE {table.Key.Name} = @p0 AND {table.Version.Name} = @p1",
        rows,
        [table.Key.Type, table.Version.Type, table.Version.Type, .. columns.Select(column => column.Type)]);
}
