using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing;

/// <summary>
/// A network that a test rules: it goes down, loses, doubles, delays and overtakes, by a script, by chance, or by what is sent. Of
/// what applies to a call the first counts: that the network is down, <see cref="Failure"/>, the script, <see cref="Judge"/>, <see cref="Chance"/>.
/// </summary>
/// <param name="inner">What reaches the server, <see cref="InMemory.InProcessTransport"/> for example.</param>
/// <param name="time">The clock for delays; a <c>FakeTimeProvider</c> moves it by hand. The system's unless given.</param>
public sealed class FaultyTransport(ISyncTransport inner, TimeProvider? time = null) : ISyncTransport
{
    private readonly Lock gate = new();
    private readonly Queue<TransportFault?> pushFaults = [];
    private readonly Queue<TransportFault?> pullFaults = [];
    private readonly List<PushRequest> pushes = [];
    private readonly List<PullRequest> pulls = [];
    private List<PushRequest> overtaken = [];

    /// <summary>True while there is no network at all.</summary>
    public bool IsDown { get; set; }

    /// <summary>What every call fails with before it reaches the server, whatever else is said; null lets it through.</summary>
    public Func<Exception>? Failure { get; set; }

    /// <summary>Says what happens to a push, by what it holds; null lets it through.</summary>
    public Func<PushRequest, TransportFault?>? Judge { get; set; }

    /// <summary>Says what happens to any other call, such as <c>() => TransportFault.Draw(random, 0.2)</c>.</summary>
    public Func<TransportFault?>? Chance { get; set; }

    /// <summary>Runs before each call, which waits for it, and fails with what it throws.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    /// <summary>Runs once, when the server has answered the next call and the caller does not have the answer yet: what a user does meanwhile.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Every push that set out, in order.</summary>
    public IReadOnlyList<PushRequest> Pushes
    {
        get
        {
            lock (gate)
                return [.. pushes];
        }
    }

    /// <summary>Every pull that set out, in order.</summary>
    public IReadOnlyList<PullRequest> Pulls
    {
        get
        {
            lock (gate)
                return [.. pulls];
        }
    }

    /// <summary>What happens to the next push, and after it to those that follow; null is a push that goes well.</summary>
    public void NextPush(params TransportFault?[] faults) => Add(pushFaults, faults);

    /// <summary>What happens to the next pull, and after it to those that follow; null is a pull that goes well.</summary>
    public void NextPull(params TransportFault?[] faults) => Add(pullFaults, faults);

    /// <summary>Ends all faults. What is still on its way (<see cref="TransportFault.Overtaken"/>) arrives after the next push.</summary>
    public void Heal()
    {
        lock (gate)
        {
            pushFaults.Clear();
            pullFaults.Clear();
        }
        (IsDown, Failure, Judge, Chance, Before, Meanwhile) = (false, null, null, null, null, null);
    }

    /// <inheritdoc />
    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        await SetOutAsync(cancellationToken).ConfigureAwait(false);
        lock (gate)
            pushes.Add(request);
        TransportFault? fault = Next(pushFaults) ?? Judge?.Invoke(request) ?? Chance?.Invoke();
        List<PushRequest> late = Exchange(fault is { IsLate: true } ? [request] : []);
        PushResponse response;
        try
        {
            response = await CallAsync(fault, () => inner.PushAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (PushRequest arriving in late)
                await ArriveAsync(arriving).ConfigureAwait(false);
        }
        return response;
    }

    /// <inheritdoc />
    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    /// <inheritdoc />
    public async Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
    {
        await SetOutAsync(cancellationToken).ConfigureAwait(false);
        lock (gate)
            pulls.Add(request);
        TransportFault? fault = Next(pullFaults) ?? Chance?.Invoke();
        int left = fault?.Deliveries ?? 1;
        return await CallAsync(fault, () => inner.PullAsync(request, --left == 0 ? next : _ => { }, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task SetOutAsync(CancellationToken cancellationToken)
    {
        if (Before is { } before)
            await before(cancellationToken).ConfigureAwait(false);
        if (IsDown)
            throw new SyncTransportException(TransportFailure.Unreachable, "The network is down.");
        if (Failure is { } failure)
            throw failure();
    }

    private async Task<T> CallAsync<T>(TransportFault? fault, Func<Task<T>> deliver, CancellationToken cancellationToken)
    {
        if (fault is { Delay: { Ticks: > 0 } delay })
            await Task.Delay(delay, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        T? answer = default;
        for (int n = fault?.Deliveries ?? 1; n > 0; n--)
            answer = await deliver().ConfigureAwait(false);
        if (fault is not { Deliveries: 0 } && Meanwhile is { } action)
        {
            Meanwhile = null;
            await action().ConfigureAwait(false);
        }
        return fault?.Failure is { } failure ? throw failure() : answer!;
    }

    /// <summary>Whatever comes of it, nobody waits for the answer any more.</summary>
    private async Task ArriveAsync(PushRequest request)
    {
        try
        {
            await inner.PushAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SyncException)
        {
        }
    }

    private void Add(Queue<TransportFault?> queue, TransportFault?[] faults)
    {
        lock (gate)
            Array.ForEach(faults, queue.Enqueue);
    }

    private TransportFault? Next(Queue<TransportFault?> queue)
    {
        lock (gate)
            return queue.TryDequeue(out TransportFault? fault) ? fault : null;
    }

    private List<PushRequest> Exchange(List<PushRequest> kept)
    {
        lock (gate)
        {
            List<PushRequest> before = overtaken;
            overtaken = kept;
            return before;
        }
    }
}
