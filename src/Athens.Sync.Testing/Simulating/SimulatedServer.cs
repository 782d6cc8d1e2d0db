using System.Text.Json;
using Athens.Sync.Server;
using Athens.Sync.Testing.Simulating.Checks;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating;

/// <summary>
/// The server of a day: the real one, over a store that may stop. It is started anew when it did. Requests and answers go through
/// their JSON form, which is what the trace holds.
/// </summary>
internal sealed class SimulatedServer(DaySetting day, SimulatedClock clock, SyncIds ids)
{
    private readonly List<IdempotencyRecord> records = [];
    private SyncServer? running;
    private (int TakenIn, HashSet<(string, string)> Done) atBackup = (0, []);

    /// <summary>Every push that the server answered, as it saw it: what a network does to the answers comes after.</summary>
    public List<(string User, PushRequest Request, PushResponse Response)> Answered { get; } = [];

    /// <summary>Every change that the server took in at first, whether or not anybody heard of it.</summary>
    public List<(IdempotencyKey Key, Change Change, AppliedChange Applied)> TakenIn { get; } = [];

    /// <summary>Every change that the server found to be done, by itself or by what was there before; by its name, and by what it says.</summary>
    public HashSet<(string User, string Change)> Done { get; private set; } = [];

    /// <summary>How often the server was put back to an earlier copy.</summary>
    public int Histories { get; private set; } = 1;

    public async Task<PushResponse> PushAsync(PushRequest request, SyncCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            SyncServer server = await RunningAsync().ConfigureAwait(false);
            byte[] sent = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Instance.PushRequest);
            byte[] answered = JsonSerializer.SerializeToUtf8Bytes(
                await server.PushAsync(PushRequestReader.Read(sent, server.Limits), caller, cancellationToken).ConfigureAwait(false),
                WireJson.Instance.PushResponse);
            PushResponse response = JsonSerializer.Deserialize(answered, WireJson.Instance.PushResponse)!;
            Answered.Add((caller.User, request, response));
            day.Trace.Add(sent);
            day.Trace.Add(answered);
            return response;
        }
        catch (SimulatedCrashException crash)
        {
            running = null;
            throw new SyncTransportException(TransportFailure.Unavailable, "The server stopped.", crash);
        }
        finally
        {
            Note(request);
        }
    }

    public async Task<PullResponse> PullAsync(PullRequest request, SyncCaller caller, CancellationToken cancellationToken)
    {
        SyncServer server = await RunningAsync().ConfigureAwait(false);
        PullResponse page = await server.PullAsync(request, caller, cancellationToken).ConfigureAwait(false);
        byte[] answered = JsonSerializer.SerializeToUtf8Bytes(page, WireJson.Instance.PullResponse);
        day.Trace.Add(answered);
        return JsonSerializer.Deserialize(answered, WireJson.Instance.PullResponse)!;
    }

    /// <summary>Stops the server; it is started again by the next request, from what its store holds.</summary>
    public void Stop() => running = null;

    /// <summary>Copies the server's store.</summary>
    public async Task BackUpAsync()
    {
        if (await day.Stores.BackUpServerAsync().ConfigureAwait(false))
            atBackup = (TakenIn.Count, [.. Done]);
    }

    /// <summary>Puts the server back to the last copy: what it took in since, it never did.</summary>
    public async Task RestoreAsync()
    {
        if (!await day.Stores.RestoreServerAsync().ConfigureAwait(false))
            return;
        day.Trace.Step("The server is put back to a copy");
        TakenIn.RemoveRange(atBackup.TakenIn, TakenIn.Count - atBackup.TakenIn);
        Done = [.. atBackup.Done];
        Histories++;
        Stop();
    }

    /// <summary>The latest state of everything, tombstones included as far as the feed tells them.</summary>
    public async Task<IReadOnlyDictionary<EntityId, PulledEntity>> ReadAllAsync(IEnumerable<string> scopes, SyncCaller reader, CancellationToken cancellationToken)
    {
        var all = new Dictionary<EntityId, PulledEntity>();
        SyncServer server = await RunningAsync().ConfigureAwait(false);
        foreach (string scope in scopes)
        {
            foreach (string lane in day.Model.Entities.Select(e => e.Lane).Distinct())
            {
                PullResponse page = new() { Scope = scope, Epoch = "", Changes = [], Checkpoint = "", HasMore = true };
                while (page.HasMore)
                {
                    page = await server.PullAsync(new PullRequest { Scope = scope, Lane = lane, Checkpoint = page.Checkpoint.Length == 0 ? null : page.Checkpoint }, reader, cancellationToken).ConfigureAwait(false);
                    foreach (PulledEntity entity in page.Changes)
                        all[new EntityId(entity.Entity, entity.ServerId)] = entity;
                }
            }
        }
        return all;
    }

    /// <summary>Notes what was committed. A change that closes another has that one recorded with its own outcome.</summary>
    private void Note(PushRequest request)
    {
        Done.UnionWith(records.Select(record => (record.Key.User, record.Key.OfflineId)));
        foreach (IdempotencyRecord record in records.Where(r => r.Key.OfflineId == r.Outcome.OfflineId && r.Outcome.Status is not AppliedStatus.AlreadyApplied))
        {
            Change change = request.Changes.First(c => c.Entity == record.Outcome.Entity && c.OfflineId == record.Outcome.OfflineId);
            TakenIn.Add((record.Key, change, record.Outcome));
            Done.Add((record.Key.User, Evidence.Text(change)));
        }
        records.Clear();
    }

    private async Task<SyncServer> RunningAsync() =>
        running ??= new SyncServer(day.Model, new CrashingServerStore(await day.Stores.OpenServerAsync().ConfigureAwait(false), day, records), clock, ids);
}
