using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.ServerProcess;

/// <summary>Has each commit on the disk before it returns, as a host that acknowledges to others wants it.</summary>
public sealed class DurableSqlite : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Ask(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Ask(connection);
        return Task.CompletedTask;
    }

    private static void Ask(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
    }
}
