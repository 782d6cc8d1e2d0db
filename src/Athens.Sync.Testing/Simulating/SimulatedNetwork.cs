using Athens.Sync.Server;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating;

/// <summary>What lies between a device and the server.</summary>
internal sealed class SimulatedNetwork(SimulatedServer server, SyncCaller caller, FaultPlan faults, Random random, int device) : ISyncTransport
{
    private readonly List<PushRequest> sent = [];

    /// <summary>How many more cycles the device has no network.</summary>
    public int PartitionedFor { get; set; }

    /// <summary>How many more cycles the user may see nothing.</summary>
    public int RevokedFor { get; set; }

    /// <summary>What the user does while a request is under way.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>The changes that the device has sent in this life.</summary>
    public HashSet<string> SentIds { get; } = [];

    /// <summary>The checkpoints that the device asked with, in order, by track.</summary>
    public List<(string Track, string? Checkpoint)> Asked { get; } = [];

    /// <summary>The checkpoints that the device was given, in order, by track.</summary>
    public List<(string Track, string Checkpoint)> Given { get; } = [];

    private SyncCaller Caller => RevokedFor > 0 ? caller with { Scopes = [] } : caller;

    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        Lose(SimulatedFaults.LostRequest);
        if (sent.Count > 0 && faults.Happens(SimulatedFaults.LateRequest))
            await DeliverAsync(sent[random.Next(sent.Count)], cancellationToken).ConfigureAwait(false);
        sent.Add(request);
        SentIds.UnionWith(request.Changes.Select(change => change.OfflineId));
        if (faults.Happens(SimulatedFaults.DuplicateRequest))
            await DeliverAsync(request, cancellationToken).ConfigureAwait(false);
        PushResponse response = await server.PushAsync(request, Caller, cancellationToken).ConfigureAwait(false);
        await PassAsync().ConfigureAwait(false);
        return response;
    }

    public async Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
    {
        Lose(SimulatedFaults.LostRequest);
        string track = $"{device}/{request.Scope}/{request.Lane}";
        Asked.Add((track, request.Checkpoint));
        PullResponse page = await server.PullAsync(request, Caller, cancellationToken).ConfigureAwait(false);
        Given.Add((track, page.Checkpoint));
        await PassAsync().ConfigureAwait(false);
        return page;
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

    private async Task PassAsync()
    {
        if (Meanwhile is { } action)
        {
            Meanwhile = null;
            await action().ConfigureAwait(false);
        }
        Lose(SimulatedFaults.LostAnswer);
    }

    private void Lose(SimulatedFaults fault)
    {
        if (PartitionedFor > 0 || faults.Happens(fault))
            throw new SyncTransportException(TransportFailure.Unreachable, "The network is down.");
    }
}
