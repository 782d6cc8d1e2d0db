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

    public async Task RunAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        foreach (string lane in lanes)
        {
            foreach (string? scope in options.Scopes)
                await PullAsync(scope, lane, tally, cancellationToken).ConfigureAwait(false);
        }
        await RefreshSweep.RunAsync(model, commands, cancellationToken).ConfigureAwait(false);
    }

    private async Task PullAsync(string? scope, string lane, SyncTally tally, CancellationToken cancellationToken)
    {
        bool hasMore = true;
        while (hasMore)
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
            await commands.RunAsync(PageDecider.Query(model, page), draft => PageDecider.Apply(draft, model, request, page), cancellationToken).ConfigureAwait(false);
            tally.Count(page);
            hasMore = page.HasMore;
        }
    }
}
