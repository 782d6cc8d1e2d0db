using System.Runtime.InteropServices;
using System.Text.Json;
using Athens.Sync.Feed;
using Athens.Sync.Wire;

namespace Athens.Sync.Server;

/// <summary>Turns a pull request into a page: checks the checkpoint, reads the feed, makes the next checkpoint.</summary>
internal sealed class FeedReader(SyncModel model, IServerStore store, TimeProvider time, SyncLimits limits)
{
    public async Task<PullResponse> ReadAsync(PullRequest request, SyncCaller caller, CancellationToken cancellationToken)
    {
        string scope = caller.ScopeOrDefault(request.Scope);
        string epoch = await store.GetEpochAsync(cancellationToken).ConfigureAwait(false);
        var start = new Checkpoint(epoch, scope, request.Lane, 0, long.MaxValue, $"{model.Fingerprint}{caller.Rights}");
        Checkpoint position = request.Checkpoint is null ? start : Continue(Checkpoint.Parse(request.Checkpoint), start);
        FeedPage page = await store.ReadFeedAsync(new FeedRequest
        {
            Scope = scope,
            Lane = request.Lane,
            After = position.Sequence,
            SkipTombstonesThrough = position.SnapshotThrough,
            Limit = Limit(request.Limit),
        }, cancellationToken).ConfigureAwait(false);
        if (position.Sequence > page.Counter)
            throw new ResyncRequiredException("The checkpoint is ahead of the server's history.");
        if (request.Checkpoint is not null && page.Floor > Math.Max(position.Sequence, position.SnapshotThrough))
            throw new ResyncRequiredException("What was deleted since the checkpoint is not known any more.");
        if (request.DeviceId is { } device)
            await store.NotePositionAsync(new DevicePosition(new DeviceKey(caller.Tenant, caller.User, device), scope, request.Lane, position.Sequence, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return Response(epoch, position, page);
    }

    private static Checkpoint Continue(Checkpoint given, Checkpoint start) =>
        given.Epoch == start.Epoch && given.Scope == start.Scope && given.Lane == start.Lane && given.Fingerprint == start.Fingerprint
            ? given
            : throw new ResyncRequiredException("The checkpoint is of another history, scope, model or set of rights.");

    private int Limit(int? wanted) => wanted is null or > 0
        ? Math.Min(wanted ?? limits.PageEntitiesMax, limits.PageEntitiesMax)
        : throw new WireException("limit must be 1 or more.");

    private PullResponse Response(string epoch, Checkpoint position, FeedPage page)
    {
        int fitting = Fitting(page.Entries);
        long through = fitting < page.Entries.Count ? page.Entries[fitting - 1].Sequence : page.ReadThrough;
        return new PullResponse
        {
            Scope = position.Scope,
            Epoch = epoch,
            Changes = [.. page.Entries.Take(fitting).Select(Pulled)],
            Checkpoint = (position with { Sequence = through, SnapshotThrough = Math.Min(position.SnapshotThrough, page.Counter) }).ToToken(),
            HasMore = through < page.Counter,
            ServerTime = time.GetUtcNow(),
        };
    }

    /// <summary>How many entries fit into a page's bytes; at least one does.</summary>
    private int Fitting(IReadOnlyList<FeedEntry> entries)
    {
        long bytes = 0;
        int count = 0;
        while (count < entries.Count && (count == 0 || bytes < limits.PageBytesMax))
            bytes += Size(entries[count++].Entity.State);
        return count;
    }

    private static long Size(FieldValues state)
    {
        long size = 0;
        foreach ((string name, JsonElement value) in state.Fields)
            size += name.Length + JsonMarshal.GetRawUtf8Value(value).Length;
        return size;
    }

    private static PulledEntity Pulled(FeedEntry entry)
    {
        bool gone = entry.HasLeft || entry.Entity.IsDeleted;
        return new PulledEntity
        {
            Entity = entry.Entity.Id.Type,
            ServerId = entry.Entity.Id.Key,
            Version = entry.Entity.Version,
            Deleted = gone,
            Left = entry.HasLeft,
            Data = gone ? null : entry.Entity.State,
        };
    }
}
