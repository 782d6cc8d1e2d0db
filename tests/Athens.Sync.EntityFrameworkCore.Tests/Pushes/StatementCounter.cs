using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>Counts what goes to the database: commands, savepoints and commits.</summary>
public sealed class StatementCounter : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly List<string> statements = [];
    private readonly Lock gate = new();

    public int Commits { get; private set; }

    /// <summary>What was sent since the last call, the first line of each.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (gate)
        {
            string[] taken = [.. statements];
            statements.Clear();
            Commits = 0;
            return taken;
        }
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Note(command.CommandText);
        return ValueTask.FromResult(result);
    }

    ValueTask<InterceptionResult> IDbTransactionInterceptor.CreatingSavepointAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken)
    {
        Note("SAVEPOINT");
        return ValueTask.FromResult(result);
    }

    ValueTask<InterceptionResult> IDbTransactionInterceptor.ReleasingSavepointAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken)
    {
        Note("RELEASE");
        return ValueTask.FromResult(result);
    }

    Task IDbTransactionInterceptor.TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken)
    {
        lock (gate)
            Commits++;
        return Task.CompletedTask;
    }

    private void Note(string sql)
    {
        lock (gate)
            statements.Add(sql.TrimStart().ReplaceLineEndings(" "));
    }
}
