using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Writes what a transaction changed into the feed, as the last thing before its commit.</summary>
internal sealed class FeedWriter(SyncMapping mapping, ContextCall call)
{
    private readonly Dictionary<EntityId, EntryRow?> current = [];
    private readonly Dictionary<EntityId, string> scopes = [];
    private readonly HashSet<EntityId> moved = [];
    private readonly List<EntryRow> rows = [];

    public async Task WriteAsync(FeedUnit unit, IReadOnlyList<FeedWrite> writes)
    {
        foreach ((EntityId id, EntryRow? entry) in unit.Known)
            current[id] = entry;
        await ReadCurrentAsync(writes.Select(w => w.Id).Concat(writes.Select(w => w.Parent).OfType<EntityId>())).ConfigureAwait(false);
        ILookup<string, IGrouping<EntityId, FeedWrite>> byType = writes.GroupBy(w => w.Id).ToLookup(group => group.Key.Type, StringComparer.Ordinal);
        foreach (EntityMapping type in mapping.Entities)
        {
            foreach (IGrouping<EntityId, FeedWrite> group in byType[type.Entity.Type])
                await EnterAsync([.. group]).ConfigureAwait(false);
            foreach (FeedWrite follower in await FollowersAsync(type).ConfigureAwait(false))
                await EnterAsync([follower]).ConfigureAwait(false);
        }
        if (rows.Count > 0)
            await mapping.Dialect.WriteFeedAsync(new SqlSession(call), [.. rows.OrderBy(r => r.Scope, StringComparer.Ordinal).ThenBy(r => r.Lane, StringComparer.Ordinal)]).ConfigureAwait(false);
        if (mapping.HasMarks)
            await UnmarkAsync(writes).ConfigureAwait(false);
        unit.Known.Clear();
    }

    /// <summary>What this commit tells of an entity includes whatever was noted of it until now: a page reads the row itself.</summary>
    private async Task UnmarkAsync(IReadOnlyList<FeedWrite> writes)
    {
        foreach (IGrouping<string, FeedWrite> type in writes.Where(write => write.MayBeMarked).GroupBy(write => write.Id.Type, StringComparer.Ordinal))
        {
            List<string> keys = [.. type.Select(write => write.Id.Key).Distinct()];
            IQueryable<MarkRow> marks = call.Context.Set<MarkRow>().Where(m => m.Type == type.Key && EF.Parameter(keys).Contains(m.Key));
            _ = call.IsAsync ? await marks.ExecuteDeleteAsync(call.CancellationToken).ConfigureAwait(false) : marks.ExecuteDelete();
        }
    }

    private async Task ReadCurrentAsync(IEnumerable<EntityId> ids)
    {
        EntityId[] unknown = [.. ids.Where(id => !current.ContainsKey(id))];
        foreach ((EntityId id, EntryRow? entry) in await EntryReader.ReadAsync(call, mapping.Dialect, unknown).ConfigureAwait(false))
            current[id] = entry;
    }

    private async Task EnterAsync(IReadOnlyList<FeedWrite> writes)
    {
        FeedWrite last = writes[^1];
        EntryRow? now = current[last.Id];
        string scope = await ScopeOfAsync(last, now).ConfigureAwait(false);
        scopes[last.Id] = scope;
        if (now is not null && now.Scope != scope)
            Leave(last, now.Scope);
        else if (now is not null && now.Version == last.Version)
            return;
        rows.Add(Row(last, scope, last.IsDeleted ? EntryStatus.Deleted : EntryStatus.Live, Stamps.After(now?.Stamps, writes)));
    }

    private void Leave(FeedWrite write, string scope)
    {
        moved.Add(write.Id);
        rows.Add(Row(write, scope, EntryStatus.Left, null));
    }

    private static EntryRow Row(FeedWrite write, string scope, EntryStatus status, string? stamps) => new()
    {
        Scope = scope,
        Type = write.Id.Type,
        Key = write.Id.Key,
        Lane = write.Mapping.Entity.Lane,
        Version = write.Version,
        Status = status,
        State = status is EntryStatus.Deleted ? write.State : null,
        Stamps = stamps,
    };

    /// <summary>What is deleted stays where it was; a child is where its parent is.</summary>
    private async Task<string> ScopeOfAsync(FeedWrite write, EntryRow? now)
    {
        if (write.IsDeleted && now is not null)
            return now.Scope;
        return write.Parent is { } parent && (write.Scope is null || moved.Contains(parent))
            ? await ScopeOfAsync(write.Id, parent).ConfigureAwait(false)
            : write.Scope!;
    }

    private async Task<string> ScopeOfAsync(EntityId child, EntityId id)
    {
        if (scopes.TryGetValue(id, out string? scope))
            return scope;
        await ReadCurrentAsync([id]).ConfigureAwait(false);
        return current[id]?.Scope ?? await ScopeOfRowAsync(child, id).ConfigureAwait(false);
    }

    /// <summary>A parent that was there before the engine has a row and no entry yet.</summary>
    private async Task<string> ScopeOfRowAsync(EntityId child, EntityId id)
    {
        EntityMapping type = mapping.Of(id.Type);
        IReadOnlyDictionary<string, StoredEntity> found = await type.ReadAsync(call, [id.Key]).ConfigureAwait(false);
        if (!found.TryGetValue(id.Key, out StoredEntity? row))
            throw new InvalidOperationException($"The {child.Type} '{child.Key}' belongs to the {id.Type} '{id.Key}', which does not exist, so it is in no scope.");
        Placement place = Placement.Of(type, row.Entity);
        return place.Parent is { } parent ? await ScopeOfAsync(id, parent).ConfigureAwait(false) : place.Scope!;
    }

    /// <summary>Rows that this transaction did not write, and whose parent it moved to another scope.</summary>
    private async Task<IReadOnlyList<FeedWrite>> FollowersAsync(EntityMapping type)
    {
        List<string> parents = [.. moved.Where(id => id.Type == type.Entity.Parent?.Type).Select(id => id.Key)];
        if (parents.Count == 0)
            return [];
        IReadOnlyDictionary<string, StoredEntity> children = await type.ReadChildrenAsync(call, parents).ConfigureAwait(false);
        List<FeedWrite> followers = [.. children.Select(child => Follow(type, child.Value)).Where(write => !scopes.ContainsKey(write.Id)).OrderBy(write => write.Id)];
        await ReadCurrentAsync(followers.Select(write => write.Id)).ConfigureAwait(false);
        return followers;
    }

    private static FeedWrite Follow(EntityMapping type, StoredEntity child) => new()
    {
        Mapping = type,
        Id = new EntityId(type.Entity.Type, type.KeyOf(child.Entity)),
        Version = child.Version,
        Parent = Placement.Of(type, child.Entity).Parent,
    };
}
