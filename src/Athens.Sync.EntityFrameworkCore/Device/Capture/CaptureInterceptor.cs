using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Transactions;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>
/// Queues what an app saves of synced entities, in the transaction that writes it. Where EF begins the transaction, that is done
/// just before it commits; in a transaction of the app's own, before EF writes, under a savepoint that a failed save returns to.
/// One instance serves all contexts of a database.
/// </summary>
internal sealed partial class CaptureInterceptor(SyncModel model, TimeProvider time, SyncIds ids)
    : ISaveChangesInterceptor, IDbTransactionInterceptor, IDbConnectionInterceptor
{
    private const string Savepoint = "athens_sync";

    private readonly ConditionalWeakTable<DbContext, CapturedSave> saves = [];
    private readonly ConditionalWeakTable<DbTransaction, List<TrackedEdit>> uncommitted = [];
    private readonly ConditionalWeakTable<object, LoadedState> loaded = [];

    public SyncModel Model => model;

    public SyncIds Ids => ids;

    /// <summary>Notes what an object of a synced entity holds.</summary>
    public void Loaded(DbContext context, IEntityType type, object entity)
    {
        if (model.Find(type.ClrType) is not null && DeviceMapping.Of(context, model).Find(type) is { } table)
            loaded.AddOrUpdate(entity, new LoadedState(table, entity));
    }

    private async Task BeginAsync(ContextCall call)
    {
        DbContext context = call.Context;
        DbTransaction? transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        RefuseUnfinished(context, transaction);
        var mapping = DeviceMapping.Of(context, model);
        bool any = TrackedEdits.Any(context, mapping);
        if (any && transaction is null)
            RefuseAmbient(context);
        if (transaction is not null && !any)
            return;
        var save = new CapturedSave { Transaction = transaction, RestoreTo = transaction is null ? RequireTransaction(context) : null };
        saves.AddOrUpdate(context, save);
        context.SaveChangesFailed += Failed;
        if (transaction is not null)
            await QueueUnderSavepointAsync(save, mapping, call).ConfigureAwait(false);
    }

    private async Task QueueUnderSavepointAsync(CapturedSave save, DeviceMapping mapping, ContextCall call)
    {
        IDbContextTransaction transaction = call.Context.Database.CurrentTransaction!;
        transaction.CreateSavepoint(Savepoint);
        try
        {
            await QueueAsync(save, mapping, call).ConfigureAwait(false);
        }
        catch
        {
            Fail(call.Context);
            throw;
        }
    }

    private Task QueueAsync(CapturedSave save, DeviceMapping mapping, ContextCall call)
    {
        save.Edits.AddRange(TrackedEdits.Of(call.Context, mapping, loaded));
        return new EditQueue(model, time, ids, call).EnqueueAsync(save);
    }

    /// <summary>EF's own transaction is about to commit: it holds the write lock, and what it wrote is there.</summary>
    private async Task CommittingAsync(DbTransaction transaction, ContextCall call)
    {
        if (!saves.TryGetValue(call.Context, out CapturedSave? save))
            return;
        if (save.Transaction is not null)
        {
            RefuseUnfinished(call.Context, transaction);
            return;
        }
        await QueueAsync(save, DeviceMapping.Of(call.Context, model), call).ConfigureAwait(false);
        await CorrectAsync(save, call).ConfigureAwait(false);
    }

    private async Task CompleteAsync(ContextCall call)
    {
        if (!saves.TryGetValue(call.Context, out CapturedSave? save))
            return;
        try
        {
            if (save.Transaction is not null)
                await CorrectAsync(save, call).ConfigureAwait(false);
        }
        catch
        {
            Fail(call.Context);
            throw;
        }
        End(call.Context);
        if (save.Transaction is null)
            Remember(save.Edits);
        else
            uncommitted.GetOrCreateValue(save.Transaction).AddRange(save.Edits);
        if (save.Transaction is not null)
            call.Context.Database.CurrentTransaction!.ReleaseSavepoint(Savepoint);
    }

    private static async Task CorrectAsync(CapturedSave save, ContextCall call)
    {
        foreach ((EntityTable table, object entity, IReadOnlyList<StoredField> fields) in save.Corrections)
            await table.UpdateAsync(call, entity, fields).ConfigureAwait(false);
    }

    /// <summary>The context's own event: an interceptor is not told of a concurrency conflict.</summary>
    private void Failed(object? sender, SaveChangesFailedEventArgs e) => Fail((DbContext)sender!);

    /// <summary>Takes back what was queued for a save that did not come to be.</summary>
    private void Fail(DbContext context)
    {
        if (End(context) is { Transaction: not null } && context.Database.CurrentTransaction is { } transaction)
        {
            transaction.RollbackToSavepoint(Savepoint);
            transaction.ReleaseSavepoint(Savepoint);
        }
    }

    private CapturedSave? End(DbContext context)
    {
        if (!saves.TryGetValue(context, out CapturedSave? save))
            return null;
        saves.Remove(context);
        context.SaveChangesFailed -= Failed;
        if (save.RestoreTo is { } behavior)
            context.Database.AutoTransactionBehavior = behavior;
        return save;
    }

    private void Remember(IEnumerable<TrackedEdit> edits)
    {
        foreach (TrackedEdit edit in edits)
            loaded.AddOrUpdate(edit.Entity, edit.Saved());
    }

    /// <summary>A save that another interceptor ended between ours and EF's left changes in the outbox that are not in the app's tables.</summary>
    private void RefuseUnfinished(DbContext context, DbTransaction? transaction)
    {
        if (!saves.TryGetValue(context, out CapturedSave? save))
            return;
        if (save.Transaction is not null && save.Transaction == transaction)
            throw new InvalidOperationException("A SaveChanges in this transaction was ended by another interceptor after its edits were queued: roll the transaction back.");
        End(context);
    }

    private static void RefuseAmbient(DbContext context)
    {
        if (Transaction.Current is not null || context.Database.GetEnlistedTransaction() is not null)
            throw new NotSupportedException("Synced entities are written in an ambient TransactionScope, in which they cannot be queued. Use Database.BeginTransaction().");
    }

    private static AutoTransactionBehavior RequireTransaction(DbContext context)
    {
        AutoTransactionBehavior before = context.Database.AutoTransactionBehavior;
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        return before;
    }
}
