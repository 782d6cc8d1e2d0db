using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>
/// A command of EF's that the engine runs itself. It is told of as EF tells of its own: to the app's interceptors, which may alter it
/// or answer in its place, and to logs and traces.
/// </summary>
internal sealed class ToldCommand(ContextCall call, RelationalCommandParameterObject surroundings, IRelationalCommand made)
{
    private readonly SyncInterceptor interceptor = SyncOptionsExtension.InterceptorOf(call.Context);
    private readonly IRelationalConnection connection = surroundings.Connection;
    private readonly IRelationalCommandDiagnosticsLogger logger = surroundings.Logger!;

    public async Task<int> ExecuteAsync(Func<DbCommand, int> run)
    {
        Guid id = interceptor.NextCommandId();
        DateTimeOffset start = interceptor.Time.GetUtcNow();
        long from = interceptor.Time.GetTimestamp();
        DbCommand command = made.CreateDbCommand(surroundings, id, DbCommandMethod.ExecuteNonQuery);
        await using (command.ConfigureAwait(false))
        {
            if (!logger.ShouldLogCommandExecute(start))
                return run(command);
            try
            {
                InterceptionResult<int> answer = await ExecutingAsync(command, id, start).ConfigureAwait(false);
                int written = answer.HasResult ? answer.Result : run(command);
                return await ExecutedAsync(command, id, written, start, interceptor.Time.GetElapsedTime(from)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                await FailedAsync(command, id, exception, start, interceptor.Time.GetElapsedTime(from)).ConfigureAwait(false);
                throw;
            }
        }
    }

    private ValueTask<InterceptionResult<int>> ExecutingAsync(DbCommand command, Guid id, DateTimeOffset start) => call.IsAsync
        ? logger.CommandNonQueryExecutingAsync(connection, command, command.CommandText, call.Context, id, connection.ConnectionId, start, CommandSource.ExecuteSqlRaw, call.CancellationToken)
        : ValueTask.FromResult(logger.CommandNonQueryExecuting(connection, command, command.CommandText, call.Context, id, connection.ConnectionId, start, CommandSource.ExecuteSqlRaw));

    private ValueTask<int> ExecutedAsync(DbCommand command, Guid id, int written, DateTimeOffset start, TimeSpan took) => call.IsAsync
        ? logger.CommandNonQueryExecutedAsync(connection, command, command.CommandText, call.Context, id, connection.ConnectionId, written, start, took, CommandSource.ExecuteSqlRaw, call.CancellationToken)
        : ValueTask.FromResult(logger.CommandNonQueryExecuted(connection, command, command.CommandText, call.Context, id, connection.ConnectionId, written, start, took, CommandSource.ExecuteSqlRaw));

    private Task FailedAsync(DbCommand command, Guid id, Exception exception, DateTimeOffset start, TimeSpan took)
    {
        if (call.IsAsync)
            return logger.CommandErrorAsync(connection, command, command.CommandText, call.Context, DbCommandMethod.ExecuteNonQuery, id, connection.ConnectionId, exception, start, took, CommandSource.ExecuteSqlRaw, call.CancellationToken);
        logger.CommandError(connection, command, command.CommandText, call.Context, DbCommandMethod.ExecuteNonQuery, id, connection.ConnectionId, exception, start, took, CommandSource.ExecuteSqlRaw);
        return Task.CompletedTask;
    }
}
