using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Transactions;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>
/// Makes every tracked write of a synced entity a change that replicas learn of: it gets its version before it is written,
/// and its place in the feed when its transaction commits. One instance serves all contexts that may share a transaction.
/// </summary>
internal sealed partial class SyncInterceptor(SyncModel model, TimeProvider time) : ISaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, SaveInProgress> saves = [];
    private readonly ConditionalWeakTable<DbTransaction, FeedUnit> units = [];

    public SyncModel Model => model;

    /// <summary>What a transaction has written; null for one that this did not see begin.</summary>
    public FeedUnit? UnitOf(DbTransaction transaction) => units.TryGetValue(transaction, out FeedUnit? unit) ? unit : null;

    private async Task BeginAsync(ContextCall call)
    {
        FeedUnit? unit = call.Context.Database.CurrentTransaction is { } current ? UnitOf(current.GetDbTransaction()) : null;
        SyncMapping mapping = SyncMapping.Of(call.Context, model);
        IReadOnlyList<TrackedWrite> writes = await new WriteCollector(mapping, call, unit).CollectAsync().ConfigureAwait(false);
        if (writes.Count == 0)
            return;
        AutoTransactionBehavior? restoreTo = RequireTransaction(call.Context, unit, writes[0]);
        saves.AddOrUpdate(call.Context, new SaveInProgress(writes, time.GetUtcNow(), restoreTo));
    }

    /// <summary>There must be a transaction whose commit is seen; where there is none yet, EF is made to begin one.</summary>
    private static AutoTransactionBehavior? RequireTransaction(DbContext context, FeedUnit? unit, TrackedWrite first)
    {
        string type = first.Candidate.Mapping.Type.ClrType.Name;
        if (context.Database.CurrentTransaction is not null)
            return unit is not null ? null : throw new InvalidOperationException(
                $"A {type} is written in a transaction that was not begun by EF (UseTransaction), so its commit would go unseen and replicas would miss the change. Begin it by Database.BeginTransaction().");
        if (Transaction.Current is not null || context.Database.GetEnlistedTransaction() is not null)
            throw new InvalidOperationException(
                $"A {type} is written in an ambient TransactionScope, whose commit goes unseen, so replicas would miss the change. Use Database.BeginTransaction().");
        AutoTransactionBehavior before = context.Database.AutoTransactionBehavior;
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        return before;
    }

    private void Complete(DbContext? context)
    {
        if (End(context) is not { } save || context!.Database.CurrentTransaction is not { } current)
            return;
        UnitOf(current.GetDbTransaction())?.Writes.AddRange(save.Seal());
    }

    /// <summary>A save that failed in the app's own transaction was undone to its savepoint; without one, what it wrote may still be there.</summary>
    private void Fail(DbContext? context)
    {
        if (End(context) is null || context!.Database.CurrentTransaction is not { } current || UnitOf(current.GetDbTransaction()) is not { } unit)
            return;
        if (context.Database.AutoSavepointsEnabled && current.SupportsSavepoints)
            unit.MayHaveLostWrites = true;
        else
            unit.Broken = "A SaveChanges in it failed without a savepoint to return to, so what it left is not known.";
    }

    private SaveInProgress? End(DbContext? context)
    {
        if (context is null || !saves.TryGetValue(context, out SaveInProgress? save))
            return null;
        saves.Remove(context);
        if (save.RestoreTo is { } behavior)
            context.Database.AutoTransactionBehavior = behavior;
        return save;
    }

    private async Task CommitAsync(DbTransaction transaction, ContextCall call)
    {
        if (UnitOf(transaction) is not { } unit)
            return;
        if (unit.Broken is { } reason)
            throw new InvalidOperationException($"The transaction cannot be committed. {reason}");
        List<FeedWrite> writes = [.. unit.Writes];
        if (saves.TryGetValue(call.Context, out SaveInProgress? save))
            writes.AddRange(save.Seal());
        if (writes.Count == 0)
            return;
        // What is half written must not be committed, nor written twice.
        unit.Broken = "Its place in the feed could not be written.";
        await new FeedWriter(SyncMapping.Of(call.Context, model), call).WriteAsync(unit, writes).ConfigureAwait(false);
        unit.Broken = null;
        unit.Writes.Clear();
    }
}
