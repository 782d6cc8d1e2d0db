using Athens.Sync.Changes;
using Athens.Sync.Wire;

namespace Athens.Sync.Server;

/// <summary>The server's logic, without a socket: takes pushes in and gives pulls out. Immutable; safe to call from many threads.</summary>
public sealed class SyncServer
{
    private readonly SyncServerOptions options;
    private readonly FeedReader feed;

    /// <summary>Makes a server over a store.</summary>
    public SyncServer(SyncModel model, IServerStore store, TimeProvider time, SyncIds ids, SyncServerOptions? options = null)
    {
        Model = model;
        Store = store;
        Time = time;
        Ids = ids;
        this.options = options ?? new SyncServerOptions();
        feed = new FeedReader(model, store, time, this.options.Limits);
    }

    /// <summary>The entity types.</summary>
    public SyncModel Model { get; }

    /// <summary>The most changes of a device without an acknowledgement.</summary>
    internal int InFlightMax => options.InFlightMax;

    /// <summary>The limits that requests are held to.</summary>
    public SyncLimits Limits => options.Limits;

    internal IServerStore Store { get; }

    internal TimeProvider Time { get; }

    internal SyncIds Ids { get; }

    /// <summary>Takes a batch in and gives each change exactly one verdict.</summary>
    /// <exception cref="ResyncRequiredException">The device knows another history of this server; nothing was applied.</exception>
    /// <exception cref="RegistrationRequiredException">The device's numbers go back; nothing was applied.</exception>
    /// <exception cref="QuotaExceededException">The device has not acknowledged what it sent before; nothing was applied.</exception>
    /// <exception cref="ScopeNotFoundException">The request names a scope that the caller may not see.</exception>
    /// <exception cref="WireException">The batch is larger than the limits allow.</exception>
    /// <exception cref="StoreException">The database failed; nothing was recorded, and the batch may be sent again.</exception>
    public async Task<PushResponse> PushAsync(PushRequest request, SyncCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        int count = request.Changes.Count + request.Malformed.Count;
        if (count > Limits.ChangesMax)
            throw new WireException($"changes holds {count}; at most {Limits.ChangesMax} go into one push.");
        string epoch = await EpochAsync(request.Epoch, cancellationToken).ConfigureAwait(false);
        var batch = new PushBatch
        {
            Changes = request.Changes,
            Resolutions = request.Resolutions,
            Caller = caller,
            Device = request.DeviceId,
            FormerDevice = request.FormerDeviceId,
            Generation = request.Generation,
            Acknowledged = request.Acknowledged,
            SchemaVersion = request.SchemaVersion > 0 ? request.SchemaVersion : null,
            Scope = caller.ScopeOrDefault(request.Scope),
            Keys = KeysOf(request),
            Unresolved = [],
        };
        PushUnitResult result = await RunAsync(batch, cancellationToken).ConfigureAwait(false);
        return PushResponse.Of([.. result.Outcomes, .. request.Malformed], epoch) with
        {
            Acknowledged = result.Acknowledged,
            Reserved = request.Reserve is { Count: > 0 } ? await ReserveAsync(request, batch.DeviceKey, cancellationToken).ConfigureAwait(false) : null,
        };
    }

    /// <summary>Gives a page of a scope's feed.</summary>
    /// <exception cref="ResyncRequiredException">The feed does not continue from the checkpoint.</exception>
    /// <exception cref="ScopeNotFoundException">The request names a scope that the caller may not see.</exception>
    /// <exception cref="WireException">The checkpoint or the limit is not one.</exception>
    public Task<PullResponse> PullAsync(PullRequest request, SyncCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        return feed.ReadAsync(request, caller, cancellationToken);
    }

    /// <summary>
    /// Has devices learn of what is in the database and in no feed: rows from before the engine, and writes that triggers took
    /// note of. To be called when the server starts, or beside it while it serves; a call that is cut short goes on with the next.
    /// </summary>
    /// <exception cref="StoreException">The database failed; what was told before stays told.</exception>
    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => Store.CatchUpAsync(cancellationToken);

    /// <summary>
    /// Catches up (<see cref="CatchUpAsync"/>), and forgets what is not needed any more: records of older clients by age, leases of
    /// values that expired long ago, and the tombstones that every live device has read. To be called now and then, once a day say; it
    /// may be called at any time.
    /// </summary>
    /// <returns>How many records, leases and tombstones were removed.</returns>
    public async Task<int> MaintainAsync(CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = Time.GetUtcNow();
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        int records = await Store.ForgetAsync(now - options.RecordRetention, cancellationToken).ConfigureAwait(false);
        int leases = await Store.ReclaimLeasesAsync(now - options.LeaseGrace, cancellationToken).ConfigureAwait(false);
        return records + leases + await Store.CollectTombstonesAsync(now - options.DeviceLifetime, cancellationToken).ConfigureAwait(false);
    }

    private KeyMap KeysOf(PushRequest request)
    {
        var keys = new KeyMap(Model);
        foreach (AssignedKey known in request.Keys ?? [])
        {
            if (Model.Find(known.Entity) is { } entity && entity.IsTemporaryKey(known.TemporaryKey) && entity.IsAssignableKey(known.ServerId))
                keys.Add(new EntityId(known.Entity, entity.CanonicalKey(known.TemporaryKey)), known.ServerId);
        }
        return keys;
    }

    private Task<IReadOnlyList<ReservedBlock>> ReserveAsync(PushRequest request, DeviceKey device, CancellationToken cancellationToken) =>
        Store.ExecuteAsync((transaction, token) => ReserveUnit.RunAsync(this, request, device, transaction, token), cancellationToken);

    private async Task<string> EpochAsync(string? known, CancellationToken cancellationToken)
    {
        string epoch = await Store.GetEpochAsync(cancellationToken).ConfigureAwait(false);
        return known is null || known == epoch ? epoch : throw new ResyncRequiredException("The server's history is another one than the device knows.");
    }

    /// <summary>
    /// One transaction takes the whole batch in. Only what the database finds at its commit cannot be told apart within it: such a
    /// batch is halved, each half in a transaction of its own, until the change at fault stands alone.
    /// </summary>
    private async Task<PushUnitResult> RunAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        if (batch is { Changes.Count: 0, Resolutions.Count: 0, Generation: null })
            return new PushUnitResult([], [], new KeyMap(Model), null);
        try
        {
            PushUnitResult result = await Store.ExecuteAsync((transaction, token) => PushUnit.RunAsync(this, batch, transaction, token), cancellationToken).ConfigureAwait(false);
            batch.Unresolved.UnionWith(result.Unresolved);
            batch.Keys.Add(result.Keys);
            return result;
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Constraint && batch.Changes.Count > 0)
        {
            return batch.Changes.Count == 1
                ? await RefuseAsync(batch, cancellationToken).ConfigureAwait(false)
                : await HalveAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PushUnitResult> HalveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        int half = batch.Changes.Count / 2;
        PushUnitResult first = await RunAsync(batch with { Changes = [.. batch.Changes.Take(half)] }, cancellationToken).ConfigureAwait(false);
        PushUnitResult second = await RunAsync(batch with { Changes = [.. batch.Changes.Skip(half)], Resolutions = [] }, cancellationToken).ConfigureAwait(false);
        return second with { Outcomes = [.. first.Outcomes, .. second.Outcomes] };
    }

    /// <summary>The change is refused, and what came with it is noted all the same.</summary>
    private async Task<PushUnitResult> RefuseAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        Change change = batch.Changes[0];
        if (change.ServerId is { Length: > 0 } key)
            batch.Unresolved.Add(new EntityId(change.Entity, key));
        PushUnitResult rest = await RunAsync(batch with { Changes = [] }, cancellationToken).ConfigureAwait(false);
        return rest with { Outcomes = [Verdicts.BreaksARule(change)] };
    }
}
