using System.Data.Common;
using Athens.Sync.DeviceProcess;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.ServerProcess;

/// <summary>Statements of a transaction are steps, once they are done and the transaction is not.</summary>
public sealed class SteppedCommands(Steps steps) : DbCommandInterceptor
{
    public override async ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        await PassAsync(command, result);

    public override async ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) =>
        await PassAsync(command, result);

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
        await PassAsync(command, result);

    private async Task<T> PassAsync<T>(DbCommand command, T result)
    {
        if (ServerSteps.Of(command.CommandText) is { } step)
            await steps.PassAsync(step);
        return result;
    }
}
