using System.Data.Common;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>One <c>SaveChanges</c> between its begin and its end.</summary>
internal sealed class CapturedSave
{
    private AutoTransactionBehavior transactions;
    private bool savepoints;

    /// <summary>The app's own transaction; null where EF begins one.</summary>
    public DbTransaction? Transaction { get; private init; }

    /// <summary>True once the edits are being queued in the app's transaction.</summary>
    public bool IsQueued { get; set; }

    /// <summary>True where EF has written what was queued, and takes it for unchanged.</summary>
    public bool IsAccepted => Edits.Count > 0 && Edits.TrueForAll(edit => edit.IsAccepted);

    /// <summary>What the app saved.</summary>
    public List<TrackedEdit> Edits { get; } = [];

    /// <summary>What the outbox got.</summary>
    public List<DeviceCommit> Commits { get; } = [];

    /// <summary>Rows that show something else than EF writes of them, once it has: what the user wrote merged with what was there.</summary>
    public List<(EntityTable Table, object Entity, IReadOnlyList<StoredField> Fields)> Corrections { get; } = [];

    /// <summary>Has EF begin a transaction where there is none, and make a savepoint where there is one.</summary>
    public static CapturedSave Begin(DbContext context, DbTransaction? transaction)
    {
        var save = new CapturedSave
        {
            Transaction = transaction,
            transactions = context.Database.AutoTransactionBehavior,
            savepoints = context.Database.AutoSavepointsEnabled,
        };
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        context.Database.AutoSavepointsEnabled = true;
        return save;
    }

    /// <summary>Gives the context back what the app had chosen.</summary>
    public void Restore(DbContext context)
    {
        context.Database.AutoTransactionBehavior = transactions;
        context.Database.AutoSavepointsEnabled = savepoints;
    }
}
