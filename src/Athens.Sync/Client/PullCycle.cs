using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Replica;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Pulls every lane of every scope, page by page, until the replica is a consistent cut.</summary>
internal sealed class PullCycle(SyncModel model, DeviceCommands commands, ISyncTransport transport, SyncClientOptions options)
{
    private readonly Pace pace = new(commands.Use);
    private readonly string[] lanes = [.. model.Entities.Select(e => e.Lane).Distinct().OrderBy(lane => lane == Lanes.Critical ? 0 : 1)];

    private IEnumerable<(string Lane, string? Scope)> Tracks => lanes.SelectMany(lane => options.Scopes.Select(scope => (lane, scope)));

    /// <summary>
    /// Takes the first page of each feed that the device has not begun. A first pull leaves out what is deleted by then, so nothing of
    /// the device may reach the server before it: if that were deleted at once, the device would never hear of it.
    /// </summary>
    public async Task BeginAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        pace.Begin();
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        foreach ((string lane, string? scope) in Tracks.Where(track => !state.Checkpoints.ContainsKey(PageDecider.Track(track.Scope, track.Lane))))
            await PullPageAsync(scope, lane, null, asksAhead: false, tally, cancellationToken).ConfigureAwait(false);
    }

    public async Task RunAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        pace.Begin();
        (long Replays, IReadOnlyList<OutboxItem> Waiting)? seen = await GoneSweep.LookAsync(commands, cancellationToken).ConfigureAwait(false);
        int left = options.RequestsMax;
        foreach ((string lane, string? scope) in Tracks)
        {
            Asked? next = null;
            while ((next = await PullPageAsync(scope, lane, next, left > 1, tally, cancellationToken).ConfigureAwait(false)) is not null)
            {
                if (--left == 0)
                    throw new SyncTransportException(TransportFailure.Unavailable, $"The server has more to tell after {options.RequestsMax} pages. What was pulled is kept; the next cycle goes on from there.");
            }
        }
        await RefreshSweep.RunAsync(model, commands, cancellationToken).ConfigureAwait(false);
        if (seen is (var replays, { } waiting))
            await GoneSweep.EndAsync(model, commands, replays, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a page in. The one after it is asked for meanwhile, by its checkpoint, which is not on this device's disk yet: so the request names no device.</summary>
    /// <param name="scope">The feed's scope.</param>
    /// <param name="lane">The feed's lane.</param>
    /// <param name="asked">What was asked for ahead; another process may have gone on since.</param>
    /// <param name="asksAhead">Whether another page may follow.</param>
    /// <param name="tally">What the cycle has done.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <returns>What comes next; null when there is no more.</returns>
    private async Task<Asked?> PullPageAsync(string? scope, string lane, Asked? asked, bool asksAhead, SyncTally tally, CancellationToken cancellationToken)
    {
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        string? checkpoint = state.Checkpoints.GetValueOrDefault(PageDecider.Track(scope, lane));
        Asked? current = asked is { Answer: not null } && asked.Request.Checkpoint == checkpoint ? asked : null;
        PullRequest request = current?.Request ?? new PullRequest { DeviceId = state.DeviceId, Scope = scope, Lane = lane, Checkpoint = checkpoint, Limit = Limit() };
        PullResponse page = await (current?.Answer ?? transport.PullAsync(request, cancellationToken)).ConfigureAwait(false);
        AnswerCheck.Check(request, page, options.Limits);
        if (!PageDecider.IsOfTheHistory(state, page))
            throw new ResyncRequiredException("The feed that begins is of another history than those that were pulled before.");
        PullRequest? next = page.HasMore ? request with { DeviceId = null, Checkpoint = page.Checkpoint, Limit = Limit() } : null;
        Task<PullResponse>? ahead = next is not null && asksAhead ? transport.PullAsync(next, cancellationToken) : null;
        try
        {
            await commands.RunAsync(PageDecider.Query(model, page), draft => PageDecider.Apply(draft, model, request, page), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What it fails with is told to who takes the answer.
            if (ahead is not null)
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        tally.Count(page);
        return next is null ? null : new Asked(next, ahead);
    }

    private int? Limit() => pace.IsShort() ? Math.Min(options.PullPage ?? Pace.Short, Pace.Short) : options.PullPage;

    /// <summary>The next page, and the answer where it was asked for. That is checked against its own request: the next may ask for less.</summary>
    private sealed record Asked(PullRequest Request, Task<PullResponse>? Answer);
}
