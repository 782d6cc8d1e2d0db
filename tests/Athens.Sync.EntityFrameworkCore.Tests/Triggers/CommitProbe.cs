using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>Tells a test of each commit.</summary>
public sealed class CommitProbe(Action committed) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        committed();
        return Task.CompletedTask;
    }
}
