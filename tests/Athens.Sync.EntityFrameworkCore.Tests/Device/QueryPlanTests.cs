using System.Data.Common;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.EntityFrameworkCore.Device.Files;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

/// <summary>What a command costs must not grow with what lies behind: each of its queries goes by an index.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A command's own queries, whatever they are asked for.</summary>
    [Fact]
    public async Task Queries_OfCommands_GoByIndexes()
    {
        await using (EfDeviceStore store = await OpenAsync())
            await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1), PutItems = [.. Enumerable.Range(1, 300).Select(n => DeviceRecords.Item(n, $"k{n}"))] });
        await using var context = new DeviceContext(new DbContextOptionsBuilder<DeviceContext>().UseSqlite(ConnectionString).Options);
        RecordStatements statements = RecordStatements.Of(context);
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        string[] queries = [.. typeof(RecordStatements).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => (string)p.GetValue(statements)!).Where(sql => sql.StartsWith("SELECT ", StringComparison.Ordinal))];

        Assert.Equal(7, queries.Length);
        Assert.All(queries, sql => AssertGoesByIndex(Explain(connection, sql, [])));
    }

    /// <summary>What reads many rows reads no others.</summary>
    [Fact]
    public async Task Queries_OfReads_GoByIndexes()
    {
        var seen = new PlanReader();
        await using EfDeviceStore store = await OpenAsync(seen);
        await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1), PutItems = [.. Enumerable.Range(1, 300).Select(n => DeviceRecords.Item(n, $"k{n}"))] });

        await store.ReadReplicasAsync(new ReplicaFilter { Type = "order" }).ToListAsync();
        await store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Conflict }).ToListAsync();

        Assert.Equal(2, seen.Plans.Count);
        Assert.All(seen.Plans, AssertGoesByIndex);
    }

    private string ConnectionString => $"Data Source={folder["store.db"]};Pooling=False";

    private Task<EfDeviceStore> OpenAsync(params IInterceptor[] interceptors) =>
        EfDeviceStore.OpenAsync(options => options.UseSqlite(ConnectionString).AddInterceptors(interceptors));

    private static void AssertGoesByIndex(List<string> plan)
    {
        Assert.StartsWith("SEARCH ", plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal));
    }

    private static List<string> Explain(DbConnection connection, string sql, IEnumerable<SqliteParameter> parameters)
    {
        using DbCommand explain = connection.CreateCommand();
#pragma warning disable CA2100 // The query that is about to run.
        explain.CommandText = $"EXPLAIN QUERY PLAN {sql}";
#pragma warning restore CA2100
        for (int n = 0; sql.Contains($"@p{n}", StringComparison.Ordinal); n++)
            explain.Parameters.Add(new SqliteParameter($"@p{n}", 1));
        foreach (SqliteParameter parameter in parameters.Where(p => !explain.Parameters.Contains(p.ParameterName)))
            explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
        using DbDataReader reader = explain.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return lines;
    }

    /// <summary>Asks SQLite about each query before it runs.</summary>
    private sealed class PlanReader : DbCommandInterceptor
    {
        public List<List<string>> Plans { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Plans.Add(Explain(command.Connection!, command.CommandText, command.Parameters.OfType<SqliteParameter>()));
            return ValueTask.FromResult(result);
        }
    }
}
