using System.Diagnostics;
using Athens.Sync.EndToEnd.Permits;
using Microsoft.Data.Sqlite;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>SQLite with nothing over it: one prepared statement, WAL, each commit on the disk.</summary>
public sealed class RawSqlite : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand upsert;

    public RawSqlite(string file)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        Run(PermitColumns.Table);
        upsert = connection.CreateCommand();
        upsert.CommandText = PermitColumns.Upsert(1);
        for (int column = 0; column < PermitColumns.Names.Count; column++)
            upsert.Parameters.AddWithValue($"@p{column}", "");
        upsert.Prepare();
    }

    /// <summary>Rows a second, all in one transaction.</summary>
    public double OneTransaction(string scope, int count, int edition = 1)
    {
        List<object[]> rows = PermitColumns.Rows(scope, count, edition);
        long begun = Stopwatch.GetTimestamp();
        using SqliteTransaction transaction = connection.BeginTransaction();
        upsert.Transaction = transaction;
        foreach (object[] row in rows)
            Put(row);
        transaction.Commit();
        upsert.Transaction = null;
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>How long each of so many transactions with one row takes.</summary>
    public List<TimeSpan> TransactionARow(string scope, int count)
    {
        List<object[]> rows = PermitColumns.Rows(scope, count);
        var times = new List<TimeSpan>(count);
        foreach (object[] row in rows)
        {
            long begun = Stopwatch.GetTimestamp();
            Put(row);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }
        return times;
    }

    public void Dispose()
    {
        upsert.Dispose();
        connection.Dispose();
    }

    private void Put(object[] row)
    {
        for (int column = 0; column < row.Length; column++)
            upsert.Parameters[column].Value = row[column];
        upsert.ExecuteNonQuery();
    }

    private void Run(string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is this program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
