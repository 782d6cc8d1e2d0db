using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Athens.Sync.EntityFrameworkCore.Tests.Units;

/// <summary>Units whose connection is cut while they run.</summary>
[Collection(PostgresTests.Name)]
public sealed class LostConnectionTests(PostgresServer server) : WorkTest(server.NewDatabase())
{
    [Fact]
    public async Task Unit_WhoseConnectionIsCutUnseen_RunsAgain()
    {
        int runs = 0;
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            if (++runs == 1)
                await CutUnseenAsync(transaction.Services.GetRequiredService<WorkContext>());
            return await transaction.LockAsync([new EntityId("sheet", "s1")], token);
        });

        Assert.Equal(2, runs);
    }

    /// <summary>The first statement after the cut fails, and whoever sent it goes on.</summary>
    private async Task CutUnseenAsync(WorkContext context)
    {
        int backend = await context.Database.SqlQueryRaw<int>("SELECT pg_backend_pid() AS \"Value\"").SingleAsync();
        await using (WorkContext other = NewContext())
            await other.Database.ExecuteSqlAsync($"SELECT pg_terminate_backend({backend})");
        DbCommand command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT pg_sleep(60)";
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteNonQueryAsync());
    }
}
