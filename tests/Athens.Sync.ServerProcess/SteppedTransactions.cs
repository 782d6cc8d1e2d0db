using System.Data.Common;
using Athens.Sync.DeviceProcess;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.ServerProcess;

/// <summary>The beginning and the commit of a transaction are steps.</summary>
public sealed class SteppedTransactions(Steps steps) : DbTransactionInterceptor
{
    public override async ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await steps.PassAsync(ServerSteps.Begun);
        return result;
    }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await steps.PassAsync(ServerSteps.CommitBefore);
        return result;
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        steps.PassAsync(ServerSteps.CommitAfter);
}
