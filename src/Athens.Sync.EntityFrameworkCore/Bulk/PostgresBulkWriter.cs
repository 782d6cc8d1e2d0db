using Athens.Sync.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>PostgreSQL: one statement for all rows, with an array for each column.</summary>
internal sealed class PostgresBulkWriter : BulkWriter
{
    /// <summary>An array of bytes is one value and not many.</summary>
    public override RelationalTypeMapping? TypeOf(DbContext context, IProperty property)
    {
        RelationalTypeMapping column = property.GetRelationalTypeMapping();
        Type value = column.Converter?.ProviderClrType ?? column.ClrType;
        Type plain = Nullable.GetUnderlyingType(value) ?? value;
        Type element = plain.IsValueType && property.IsNullable ? typeof(Nullable<>).MakeGenericType(plain) : plain;
        if (plain == typeof(byte))
            return null;
        RelationalTypeMapping? array = context.GetService<IRelationalTypeMappingSource>().FindMapping(element.MakeArrayType(), $"{column.StoreType}[]");
        return array is { Converter: null, ElementTypeMapping: RelationalTypeMapping { Converter: null } found } && found.StoreType == column.StoreType ? array : null;
    }

    public override Task<int> InsertAsync(SqlSession session, BulkTable table, IReadOnlyList<object?[]> rows) => session.ExecuteAsync(
        $"INSERT INTO {table.Name} ({Names(table.All)}) SELECT * FROM unnest({Parameters(table.All.Count)})",
        Arrays(table.All, rows),
        [.. table.All.Select(column => column.Type)]);

    public override Task<int> UpdateAsync(SqlSession session, BulkTable table, IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows)
    {
        BulkColumn[] all = [table.Key, table.Version, table.Version, .. columns];
        string set = string.Concat(columns.Select((column, n) => $", {column.Name} = u.c{n + 3}"));
        return session.ExecuteAsync(
            $"UPDATE {table.Name} AS t SET {table.Version.Name} = u.c2{set} FROM unnest({Parameters(all.Length)}) AS u({string.Join(", ", all.Select((_, n) => $"c{n}"))}) "
            + $"WHERE t.{table.Key.Name} = u.c0 AND t.{table.Version.Name} = u.c1",
            Arrays(all, rows),
            [.. all.Select(column => column.Type)]);
    }

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(0, count).Select(n => $"@p{n}"));

    private static object?[] Arrays(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows) =>
        [.. columns.Select((column, n) => column.ToArray(rows.Select(row => row[n])))];
}
