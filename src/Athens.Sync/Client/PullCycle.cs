using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Replica;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Pulls every lane of every scope, page by page, until the replica is a consistent cut.</summary>
internal sealed class PullCycle(SyncModel model, DeviceCommands commands, ISyncTransport transport, SyncClientOptions options)
{
    private readonly string[] lanes = [.. model.Entities.Select(e => e.Lane).Distinct().OrderBy(lane => lane == Lanes.Critical ? 0 : 1)];

    private IEnumerable<(string Lane, string? Scope)> Tracks => lanes.SelectMany(lane => options.Scopes.Select(scope => (lane, scope)));

    /// <summary>
    /// Takes the first page of each feed that the device has not begun. A first pull leaves out what is deleted by then, so nothing of
    /// the device may reach the server before it: if that were deleted at once, the device would never hear of it.
    /// </summary>
    public async Task BeginAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        foreach ((string lane, string? scope) in Tracks.Where(track => !state.Checkpoints.ContainsKey(PageDecider.Track(track.Scope, track.Lane))))
            await PullPageAsync(scope, lane, tally, cancellationToken).ConfigureAwait(false);
    }

    public async Task RunAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        (long Replays, IReadOnlyList<OutboxItem> Waiting)? seen = await GoneSweep.LookAsync(commands, cancellationToken).ConfigureAwait(false);
        int left = options.RequestsMax;
        foreach ((string lane, string? scope) in Tracks)
        {
            while (await PullPageAsync(scope, lane, tally, cancellationToken).ConfigureAwait(false))
            {
                if (--left == 0)
                    throw new SyncTransportException(TransportFailure.Unavailable, $"The server has more to tell after {options.RequestsMax} pages. What was pulled is kept; the next cycle goes on from there.");
            }
        }
        await RefreshSweep.RunAsync(model, commands, cancellationToken).ConfigureAwait(false);
        if (seen is (var replays, { } waiting))
            await GoneSweep.EndAsync(model, commands, replays, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>True when there is more.</returns>
    private async Task<bool> PullPageAsync(string? scope, string lane, SyncTally tally, CancellationToken cancellationToken)
    {
        DeviceView view = await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false);
        var request = new PullRequest
        {
            DeviceId = view.State.DeviceId,
            Scope = scope,
            Lane = lane,
            Checkpoint = view.State.Checkpoints.GetValueOrDefault(PageDecider.Track(scope, lane)),
            Limit = options.PullPage,
        };
        PullResponse page = await transport.PullAsync(request, cancellationToken).ConfigureAwait(false);
        AnswerCheck.Check(request, page, options.Limits);
        if (!PageDecider.IsOfTheHistory(view.State, page))
            throw new ResyncRequiredException("The feed that begins is of another history than those that were pulled before.");
        await commands.RunAsync(PageDecider.Query(model, page), draft => PageDecider.Apply(draft, model, request, page), cancellationToken).ConfigureAwait(false);
        tally.Count(page);
        return page.HasMore;
    }
}
