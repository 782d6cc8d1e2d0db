using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Sends the outbox, batch by batch, until nothing that can be sent is left.</summary>
internal sealed class PushCycle(SyncModel model, DeviceCommands commands, ISyncTransport transport, TimeProvider time, SyncClientOptions options)
{
    public async Task RunAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        await OfferAgainAsync(cancellationToken).ConfigureAwait(false);
        while (await FreezeAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            PushResponse response = await transport.PushAsync(batch.Request, cancellationToken).ConfigureAwait(false);
            AnswerCheck.Check(batch.Request, response, options.Limits);
            await SettleAsync(batch, response, cancellationToken).ConfigureAwait(false);
            tally.Count(response);
        }
    }

    /// <summary>A restored server has lost what it took in after its backup: the changes above its mark are sent to it once more.</summary>
    private async Task OfferAgainAsync(CancellationToken cancellationToken)
    {
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        if (!state.OffersAgain)
            return;
        PushRequest question = SendDecider.Request(state, model, [], options.Scopes[0], time.GetUtcNow()) with { Acknowledged = null, Resolutions = [] };
        PushResponse answer = await transport.PushAsync(question, cancellationToken).ConfigureAwait(false);
        AnswerCheck.Check(question, answer, options.Limits);
        List<long> taken = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Synced }, cancellationToken)
            .Where(item => OfferDecider.IsLost(item, state, answer.Acknowledged ?? 0)).Select(item => item.Position).ToListAsync(cancellationToken).ConfigureAwait(false);
        await commands.RunAsync(new DeviceQuery { Positions = taken }, draft => OfferDecider.Offer(draft, model, taken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next batch, durably frozen; null when there is nothing to say.</summary>
    private async Task<Batch?> FreezeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            List<long> candidates = [];
            (IReadOnlyList<OutboxItem> items, DeviceState state) = await commands.RunAsync(
                async token =>
                {
                    DeviceView view = await LookAsync(token).ConfigureAwait(false);
                    candidates = [.. view.Items.Where(i => i.IsSendable).Take(options.PushBatch).Select(i => i.Position)];
                    return view;
                },
                draft => (SendDecider.Freeze(draft, model, candidates), draft.State),
                cancellationToken).ConfigureAwait(false);
            if (items.Count > 0 || (candidates.Count == 0 && state.Resolutions.Count > 0))
                return new Batch(items, SendDecider.Request(state, model, items, options.Scopes[0], time.GetUtcNow()));
            if (candidates.Count == 0)
                return null;
        }
    }

    private async Task<DeviceView> LookAsync(CancellationToken cancellationToken)
    {
        var query = new DeviceQuery { Sendable = options.PushBatch };
        DeviceView first = await commands.Store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        return first.Items.Count == 0
            ? first
            : await commands.Store.LoadAsync(query with { Entities = SendDecider.Involved(model, first.Items) }, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> SettleAsync(Batch batch, PushResponse response, CancellationToken cancellationToken)
    {
        var query = new DeviceQuery
        {
            Positions = [.. batch.Items.Select(i => i.Position)],
            Entities = SendDecider.Involved(model, batch.Items),
        };
        return commands.RunAsync(query, draft =>
        {
            SettleDecider.Settle(draft, model, batch.Items, batch.Request, response, time.GetUtcNow());
            return true;
        }, cancellationToken);
    }

    private sealed record Batch(IReadOnlyList<OutboxItem> Items, PushRequest Request);
}
