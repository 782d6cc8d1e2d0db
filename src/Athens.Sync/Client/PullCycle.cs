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

    /// <summary>
    /// False after a page that the network did not carry, until a pull has come to its end: two pages at a time share the network and each has only so
    /// long, so that over a poor one neither would ever come.
    /// </summary>
    private bool asksEarly = true;

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
            var turn = new Turn(null, false);
            while ((turn = await PullPageAsync(scope, lane, turn.Ahead, left > 1, tally, cancellationToken).ConfigureAwait(false)).HasMore)
            {
                if (--left == 0)
                    throw new SyncTransportException(TransportFailure.Unavailable, $"The server has more to tell after {options.RequestsMax} pages. What was pulled is kept; the next cycle goes on from there.");
            }
        }
        asksEarly = true;
        await RefreshSweep.RunAsync(model, commands, cancellationToken).ConfigureAwait(false);
        if (seen is (var replays, { } waiting))
            await GoneSweep.EndAsync(model, commands, replays, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes a page in. The one after it is asked for as soon as it is known where that begins, while this one is still read, by its
    /// checkpoint, which is not on this device's disk yet: so the request names no device.
    /// </summary>
    /// <param name="scope">The feed's scope.</param>
    /// <param name="lane">The feed's lane.</param>
    /// <param name="asked">What was asked for ahead; another process may have gone on since.</param>
    /// <param name="asksAhead">Whether another page may follow.</param>
    /// <param name="tally">What the cycle has done.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    private async Task<Turn> PullPageAsync(string? scope, string lane, AskedPage? asked, bool asksAhead, SyncTally tally, CancellationToken cancellationToken)
    {
        AskedPage? ahead = null;
        try
        {
            DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
            string? checkpoint = state.Checkpoints.GetValueOrDefault(PageDecider.Track(scope, lane));
            if (asked is not null && asked.Request.Checkpoint != checkpoint)
            {
                await asked.EndAsync().ConfigureAwait(false);
                asked = null;
            }
            asked ??= Ask(new PullRequest { DeviceId = state.DeviceId, Scope = scope, Lane = lane, Checkpoint = checkpoint, Limit = Limit() }, cancellationToken);
            PullRequest request = asked.Request;
            string? told = await asked.Next.ConfigureAwait(false);
            // An answer that has ended is looked at first: it may have failed.
            if (told is not null && asksAhead && asksEarly && !asked.Answer.IsCompleted)
                ahead = Ask(After(request, told), cancellationToken);
            PullResponse page = await asked.Answer.ConfigureAwait(false);
            AnswerCheck.Check(request, page, options.Limits);
            if (told is not null && !(page.HasMore && page.Checkpoint == told))
                throw new SyncTransportException(TransportFailure.NotTheServer, "The page ends elsewhere than was told.");
            if (!PageDecider.IsOfTheHistory(state, page))
                throw new ResyncRequiredException("The feed that begins is of another history than those that were pulled before.");
            if (page.HasMore && asksAhead)
                ahead ??= Ask(After(request, page.Checkpoint), cancellationToken);
            await commands.RunAsync(PageDecider.Query(model, page), draft => PageDecider.Apply(draft, model, request, page), cancellationToken).ConfigureAwait(false);
            tally.Count(page);
            asked.Dispose();
            return new Turn(ahead, page.HasMore);
        }
        catch (Exception exception)
        {
            if (exception is SyncTransportException { Failure: TransportFailure.Unreachable })
                asksEarly = false;
            if (asked is not null)
                await asked.EndAsync().ConfigureAwait(false);
            if (ahead is not null)
                await ahead.EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    private AskedPage Ask(PullRequest request, CancellationToken cancellationToken) => new(transport, request, cancellationToken);

    private PullRequest After(PullRequest request, string checkpoint) => request with { DeviceId = null, Checkpoint = checkpoint, Limit = Limit() };

    private int? Limit() => pace.IsShort() ? Math.Min(options.PullPage ?? Pace.Short, Pace.Short) : options.PullPage;

    /// <summary>Whether more is waiting after a page, and what was asked for ahead of it.</summary>
    private readonly record struct Turn(AskedPage? Ahead, bool HasMore);
}
