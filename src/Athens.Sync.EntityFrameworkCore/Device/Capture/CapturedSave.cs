using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>One <c>SaveChanges</c> between its begin and its end.</summary>
internal sealed class CapturedSave
{
    /// <summary>The app's own transaction, in which the changes are queued already; null where EF begins one, and they are queued when it commits.</summary>
    public DbTransaction? Transaction { get; init; }

    /// <summary>What the context's transaction behaviour was, where it was changed for this save.</summary>
    public AutoTransactionBehavior? RestoreTo { get; init; }

    /// <summary>What was queued.</summary>
    public List<TrackedEdit> Edits { get; } = [];

    /// <summary>Rows that show something else than EF writes of them, once it has: what the user wrote merged with what was there.</summary>
    public List<(EntityTable Table, object Entity, IReadOnlyList<StoredField> Fields)> Corrections { get; } = [];
}
