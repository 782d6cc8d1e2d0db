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
    private readonly ConditionalWeakTable<DbContext, FeedUnit> lastUnits = [];

    /// <summary>Names commands to the app's logs; of no meaning to the engine.</summary>
    private readonly SyncIds commands = SyncIds.System(time);

    public SyncModel Model => model;

    public TimeProvider Time => time;

    public Guid NextCommandId() => Guid.ParseExact(commands.Next(), "D");

    /// <summary>What a transaction has written; null for one that this did not see begin.</summary>
    public FeedUnit? UnitOf(DbTransaction transaction) => units.TryGetValue(transaction, out FeedUnit? unit) ? unit : null;

    /// <summary>What the context's transaction has written, for writes that are not saves.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction, or one whose commit would go unseen.</exception>
    public FeedUnit OpenUnitOf(DbContext context, string type)
    {
        FeedUnit? unit = CurrentUnitOf(context);
        RefuseUnseen(context, unit, type);
        return unit ?? throw new InvalidOperationException(
            $"A {type} is written past the change tracker without a transaction, so its row and its place in the feed could come apart. Use Database.BeginTransaction() before the write.");
    }

    /// <summary>The stamp of what the app writes now.</summary>
    public Stamp StampNow() => new(time.GetUtcNow(), SaveInProgress.Server);

    private FeedUnit? CurrentUnitOf(DbContext context) => context.Database.CurrentTransaction is { } current ? UnitOf(current.GetDbTransaction()) : null;

    private async Task BeginAsync(ContextCall call)
    {
        FeedUnit? unit = CurrentUnitOf(call.Context);
        ForgetAbandoned(call.Context, unit);
        SyncMapping mapping = SyncMapping.Of(call.Context, model);
        IReadOnlyList<Candidate> candidates = new ChangedEntities(mapping, call.Context, unit).Find();
        if (candidates.Count == 0)
            return;
        RefuseUnseen(call.Context, unit, candidates[0].Mapping.Type.ClrType.Name);
        IReadOnlyList<TrackedWrite> writes = await new WriteCollector(call, mapping.Dialect).CollectAsync(candidates).ConfigureAwait(false);
        if (writes.Count == 0)
            return;
        saves.AddOrUpdate(call.Context, new SaveInProgress(writes, time.GetUtcNow(), unit is null ? RequireTransaction(call.Context) : null));
        call.Context.SaveChangesFailed += Failed;
    }

    /// <summary>The context's own event: an interceptor is not told of a concurrency conflict.</summary>
    private void Failed(object? sender, SaveChangesFailedEventArgs e) => Fail((DbContext?)sender);

    /// <summary>There must be a transaction whose commit is seen, or none, so that EF begins one.</summary>
    private static void RefuseUnseen(DbContext context, FeedUnit? unit, string type)
    {
        if (context.Database.CurrentTransaction is not null && unit is null)
            throw new InvalidOperationException(
                $"A {type} is written in a transaction that was not begun by EF (UseTransaction), so its commit would go unseen and replicas would miss the change. Begin it by Database.BeginTransaction().");
        if (unit is null && (Transaction.Current is not null || context.Database.GetEnlistedTransaction() is not null))
            throw new InvalidOperationException(
                $"A {type} is written in an ambient TransactionScope, whose commit goes unseen, so replicas would miss the change. Use Database.BeginTransaction().");
    }

    private static AutoTransactionBehavior RequireTransaction(DbContext context)
    {
        AutoTransactionBehavior before = context.Database.AutoTransactionBehavior;
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        return before;
    }

    /// <summary>A transaction that was disposed of and not committed ends without an event.</summary>
    private void ForgetAbandoned(DbContext context, FeedUnit? current)
    {
        if (!lastUnits.TryGetValue(context, out FeedUnit? last) || last == current)
            return;
        lastUnits.Remove(context);
        if (!last.IsCommitted)
            last.Undo();
    }

    private void Complete(DbContext? context)
    {
        if (End(context) is not { } save || context!.Database.CurrentTransaction is not { } current || UnitOf(current.GetDbTransaction()) is not { } unit)
            return;
        unit.Writes.AddRange(save.Seal());
        unit.Objects.AddRange(save.Objects);
        lastUnits.AddOrUpdate(context, unit);
    }

    /// <summary>A save that failed in the app's own transaction was undone to its savepoint; without one, what it wrote may still be there.</summary>
    private void Fail(DbContext? context)
    {
        if (End(context) is not { } save)
            return;
        foreach (Candidate written in save.Objects)
            written.Version.CurrentValue = written.FormerVersion;
        if (context!.Database.CurrentTransaction is { } current && UnitOf(current.GetDbTransaction()) is { } unit && !(context.Database.AutoSavepointsEnabled && current.SupportsSavepoints))
            unit.Broken = "A SaveChanges in it failed without a savepoint to return to, so what it left is not known.";
    }

    private SaveInProgress? End(DbContext? context)
    {
        if (context is null || !saves.TryGetValue(context, out SaveInProgress? save))
            return null;
        saves.Remove(context);
        context.SaveChangesFailed -= Failed;
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

    private void Committed(DbTransaction transaction)
    {
        if (UnitOf(transaction) is { } unit)
            unit.IsCommitted = true;
        units.Remove(transaction);
    }

    private void RolledBack(DbTransaction transaction)
    {
        UnitOf(transaction)?.Undo();
        units.Remove(transaction);
    }

    /// <summary>The savepoint that EF sets for a save of its own is before that save, and nothing of what was written earlier goes with it.</summary>
    private Task RolledBackToSavepointAsync(DbTransaction transaction, ContextCall call) =>
        UnitOf(transaction) is { } unit && !saves.TryGetValue(call.Context, out _) ? SavepointCheck.ApplyAsync(unit, call) : Task.CompletedTask;
}
