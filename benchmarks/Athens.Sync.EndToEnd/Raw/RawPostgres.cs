using System.Diagnostics;
using Athens.Sync.EndToEnd.Permits;
using Npgsql;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>PostgreSQL with nothing over it: upserts of many rows at a time.</summary>
public static class RawPostgres
{
    private const int RowsAtOnce = 500;

    /// <summary>Rows a second, all in one transaction.</summary>
    public static async Task<double> OneTransactionAsync(string connectionString, string scope, int count, int edition = 1)
    {
        List<object[][]> chunks = [.. PermitColumns.Rows(scope, count, edition).Chunk(RowsAtOnce)];
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await RunAsync(connection, PermitColumns.Table);
        long begun = Stopwatch.GetTimestamp();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        foreach (object[][] rows in chunks)
            await UpsertAsync(connection, rows);
        await transaction.CommitAsync();
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task UpsertAsync(NpgsqlConnection connection, object[][] rows)
    {
#pragma warning disable CA2100 // The text is this program's own.
        await using var command = new NpgsqlCommand(PermitColumns.Upsert(rows.Length), connection);
#pragma warning restore CA2100
        int number = 0;
        foreach (object value in rows.SelectMany(row => row))
            command.Parameters.AddWithValue($"p{number++}", value);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The text is this program's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
