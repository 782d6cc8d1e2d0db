using System.Data.Common;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
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

    [Fact]
    public async Task Queries_OfCommands_GoByIndexes()
    {
        var seen = new PlanReader();
        await using EfDeviceStore store = await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={folder["store.db"]}").AddInterceptors(seen));
        await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1), PutItems = [.. Enumerable.Range(1, 300).Select(n => DeviceRecords.Item(n, $"k{n}"))] });
        seen.Plans.Clear();

        await store.LoadAsync(new DeviceQuery { Entities = [new EntityId("order", "k7")], Sendable = 10, Positions = [7], BlockedBy = [new EntityId("order", "k7")], AwaitingParent = true });
        await store.ReadReplicasAsync(new ReplicaFilter { Type = "order" }).ToListAsync();
        await store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Conflict }).ToListAsync();

        Assert.Equal(9, seen.Plans.Count);
        Assert.All(seen.Plans, plan =>
        {
            Assert.StartsWith("SEARCH ", plan[0], StringComparison.Ordinal);
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal));
        });
    }

    /// <summary>Asks SQLite about each query before it runs.</summary>
    private sealed class PlanReader : DbCommandInterceptor
    {
        public List<List<string>> Plans { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Plans.Add(Explain(command));
            return ValueTask.FromResult(result);
        }

        private static List<string> Explain(DbCommand command)
        {
            using DbCommand explain = command.Connection!.CreateCommand();
            explain.Transaction = command.Transaction;
#pragma warning disable CA2100 // The query that is about to run.
            explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
#pragma warning restore CA2100
            foreach (SqliteParameter parameter in command.Parameters)
                explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
            using DbDataReader reader = explain.ExecuteReader();
            var lines = new List<string>();
            while (reader.Read())
                lines.Add(reader.GetString(3));
            return lines;
        }
    }
}
