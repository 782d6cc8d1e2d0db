using Athens.Sync.Server;
using Athens.Sync.Testing.Simulating.Checks;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating;

/// <summary>What lies between a device and the server.</summary>
internal sealed class SimulatedNetwork(DaySetting day, SimulatedServer server, SyncCaller caller, int device) : ISyncTransport
{
    private readonly List<PushRequest> sent = [];

    /// <summary>The changes that were sent and have no verdict, as they were sent first.</summary>
    private readonly Dictionary<string, Change> frozen = new(StringComparer.Ordinal);

    private (string? Device, string? Name) generation;

    /// <summary>The history of the server that the device has last sent to.</summary>
    private string? epoch;

    /// <summary>How many more cycles the device has no network.</summary>
    public int PartitionedFor { get; set; }

    /// <summary>How many more cycles the user may see nothing.</summary>
    public int RevokedFor { get; set; }

    /// <summary>What the user does while a request is under way.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>The changes that the device has sent in this life, without those that were not tried.</summary>
    public HashSet<string> SentIds { get; } = [];

    /// <summary>The checkpoints that the device asked with, in order, by track.</summary>
    public List<(string Track, string? Checkpoint)> Asked { get; } = [];

    /// <summary>The checkpoints that the device was given, in order, by track.</summary>
    public List<(string Track, string Checkpoint)> Given { get; } = [];

    public string User => caller.User;

    private SyncCaller Caller => RevokedFor > 0 ? caller with { Scopes = [] } : caller;

    /// <summary>Another life of the device begins: what the former one sent and was given is not of this one.</summary>
    public void BeginLife()
    {
        Asked.Clear();
        Given.Clear();
        SentIds.Clear();
        frozen.Clear();
        generation = default;
    }

    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        day.Budget.Take();
        Lose(SimulatedFaults.LostRequest);
        Freeze(request);
        if (sent.Count > 0 && day.Faults.Happens(SimulatedFaults.LateRequest))
            await DeliverAsync(sent[day.Random.Next(sent.Count)], cancellationToken).ConfigureAwait(false);
        sent.Add(request);
        SentIds.UnionWith(request.Changes.Select(change => change.OfflineId));
        if (day.Faults.Happens(SimulatedFaults.DuplicateRequest))
            await DeliverAsync(request, cancellationToken).ConfigureAwait(false);
        PushResponse response = await server.PushAsync(request, Caller, cancellationToken).ConfigureAwait(false);
        await PassAsync().ConfigureAwait(false);
        foreach (string untried in response.Conflicts.Where(c => c.Reason is ConflictReason.PredecessorUnresolved).Select(c => c.OfflineId))
        {
            frozen.Remove(untried);
            SentIds.Remove(untried);
        }
        return response;
    }

    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    public async Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
    {
        day.Budget.Take();
        Lose(SimulatedFaults.LostRequest);
        string track = $"{device}/{request.Scope}/{request.Lane}";
        // What a device asks for ahead is not where it is: such a request names no device.
        if (request.DeviceId is not null)
            Asked.Add((track, request.Checkpoint));
        PullResponse page = await server.PullAsync(request, Caller, cancellationToken).ConfigureAwait(false);
        Given.Add((track, page.Checkpoint));
        await PassAsync(() =>
        {
            if (page.HasMore)
                next(page.Checkpoint);
        }).ConfigureAwait(false);
        return page;
    }

    /// <summary>
    /// From its first send to its verdict a change is never altered. One that was not tried is as if it had not been sent. To another
    /// history of the server it goes by its temporary keys again, where those that the server had given are lost.
    /// </summary>
    private void Freeze(PushRequest request)
    {
        if (epoch != request.Epoch)
            frozen.Clear();
        epoch = request.Epoch;
        Evidence.Require(generation.Device != request.DeviceId || generation.Name == request.Generation, $"Device {device} numbers its changes by another generation than before.");
        generation = (request.DeviceId, request.Generation);
        foreach (Change change in request.Changes)
            Evidence.Require(frozen.TryAdd(change.OfflineId, change) || ReferenceEquals(frozen[change.OfflineId], change) || Evidence.Text(frozen[change.OfflineId]) == Evidence.Text(change), $"The change {change.OfflineId} of {change.Entity}/{change.ServerId} was sent otherwise than before.");
    }

    /// <summary>A copy that nobody waits for: what it is answered with, or fails with, reaches no one.</summary>
    private async Task DeliverAsync(PushRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await server.PushAsync(request, Caller, cancellationToken).ConfigureAwait(false);
        }
        catch (SyncException)
        {
        }
    }

    /// <param name="begin">What an answer tells before it may be lost.</param>
    private async Task PassAsync(Action? begin = null)
    {
        if (Meanwhile is { } action)
        {
            Meanwhile = null;
            await action().ConfigureAwait(false);
        }
        bool isLost = IsLost(SimulatedFaults.LostAnswer);
        begin?.Invoke();
        if (isLost)
            throw Down();
    }

    private void Lose(SimulatedFaults fault)
    {
        if (IsLost(fault))
            throw Down();
    }

    private bool IsLost(SimulatedFaults fault) => PartitionedFor > 0 || day.Faults.Happens(fault);

    private static SyncTransportException Down() => new(TransportFailure.Unreachable, "The network is down.");
}
