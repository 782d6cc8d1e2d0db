using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Replica;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Sends the outbox, batch by batch, until nothing that can be sent is left.</summary>
internal sealed class PushCycle(SyncModel model, DeviceCommands commands, ISyncTransport transport, TimeProvider time, SyncClientOptions options)
{
    /// <summary>How often a look may name changes to send that the next does not hold, as it may when another process wrote between the two.</summary>
    private const int FruitlessMax = 100;

    /// <summary>How many changes the next batch holds: halved by a request that is refused whole, doubled by one that is not.</summary>
    private int size = options.PushBatch;

    /// <summary>How often a change was refused by itself, by a server that takes a push without it; by position.</summary>
    private readonly Dictionary<long, int> refusals = [];

    private readonly ReserveCycle reserve = new(model, commands, transport, time, options);

    /// <summary>Sends until nothing is left, or nothing of a batch was tried: it would be sent again at once, and answered the same.</summary>
    public async Task RunAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        await OfferAgainAsync(cancellationToken).ConfigureAwait(false);
        for (int left = options.RequestsMax; left > 0 && await FreezeAsync(cancellationToken).ConfigureAwait(false) is { } batch; left--)
        {
            PushResponse? response = await SendAsync(batch, cancellationToken).ConfigureAwait(false);
            if (response is null)
                continue;
            await SettleAsync(batch, response, cancellationToken).ConfigureAwait(false);
            size = Math.Min(size * 2, options.PushBatch);
            tally.Count(response);
            if (batch.Items.Count > 0 && response.Conflicts.Count(conflict => conflict.Reason is ConflictReason.PredecessorUnresolved) == batch.Items.Count)
                break;
        }
        await reserve.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a batch. A request that the server refuses whole is tried again in halves, until the change at fault stands alone
    /// and, when it was tried often enough, is set aside.
    /// </summary>
    /// <returns>The verdicts; null when there are none and another batch is to be tried.</returns>
    private async Task<PushResponse?> SendAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            PushResponse response = await transport.PushAsync(batch.Request, cancellationToken).ConfigureAwait(false);
            AnswerCheck.Check(batch.Request, response, options.Limits);
            KeyAssignment.Of(model, batch.Request, response);
            return response;
        }
        catch (SyncTransportException exception) when (IsAtFault(exception) && batch.Items.Count > 0)
        {
            size = Math.Max(1, batch.Items.Count / 2);
            bool isAlone = batch.Items.Count == 1;
            if (isAlone && !await AnswersAsync(batch, cancellationToken).ConfigureAwait(false))
                throw;
            if (isAlone && await IsSetAsideAsync(batch.Items[0], exception, cancellationToken).ConfigureAwait(false))
                return null;
            if (exception.Failure is TransportFailure.Unavailable)
                throw;
            return null;
        }
    }

    /// <summary>True when it may be the batch that is at fault. A server that says when to come again means everybody.</summary>
    private static bool IsAtFault(SyncTransportException exception) =>
        exception.Failure is TransportFailure.Refused || (exception.Failure is TransportFailure.Unavailable && exception.RetryAfter is null);

    /// <summary>True when the server takes a push that holds nothing: then it is the change that is at fault, and not the server.</summary>
    private async Task<bool> AnswersAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            await transport.PushAsync(batch.Request with { Changes = [], Resolutions = [] }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SyncTransportException)
        {
            return false;
        }
    }

    /// <summary>Counts a refusal of a change by itself, and sets the change aside when that was the last it may have.</summary>
    private async Task<bool> IsSetAsideAsync(OutboxItem item, SyncTransportException failure, CancellationToken cancellationToken)
    {
        int count = refusals[item.Position] = refusals.GetValueOrDefault(item.Position) + 1;
        if (count < options.AttemptsMax)
            return false;
        refusals.Remove(item.Position);
        return await commands.RunAsync(
            new DeviceQuery { Positions = [item.Position], Entities = [item.Entity] },
            draft =>
            {
                SettleDecider.SetAside(draft, model, item, $"Set aside after {count} attempts by itself: {failure.Message}", time.GetUtcNow());
                return true;
            },
            cancellationToken).ConfigureAwait(false);
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
        await commands.RunAsync(
            token => NamedLook.LoadAsync(commands.Store, taken, lost => OfferDecider.TakenBack(model, lost), token),
            draft => OfferDecider.Offer(draft, model, taken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next batch, durably frozen; null when there is nothing to say.</summary>
    private async Task<Batch?> FreezeAsync(CancellationToken cancellationToken)
    {
        for (int fruitless = 0; fruitless < FruitlessMax;)
        {
            IReadOnlyList<long> candidates = [];
            bool isChanged = false;
            (IReadOnlyList<OutboxItem> items, DeviceState state) = await commands.RunAsync(
                async token =>
                {
                    (DeviceView view, candidates) = await LookAsync(token).ConfigureAwait(false);
                    return view;
                },
                draft =>
                {
                    IReadOnlyList<OutboxItem> frozen = SendDecider.Freeze(draft, model, candidates);
                    isChanged = draft.IsChanged;
                    return (frozen, draft.State);
                },
                cancellationToken).ConfigureAwait(false);
            if (items.Count > 0 || (candidates.Count == 0 && state.Resolutions.Count > 0))
                return new Batch(items, SendDecider.Request(state, model, items, options.Scopes[0], time.GetUtcNow()));
            if (candidates.Count == 0)
                return null;
            fruitless = isChanged ? 0 : fruitless + 1;
        }
        throw new StoreException(StoreFailure.Corrupt, "The store names changes to send, and does not give them.");
    }

    /// <summary>
    /// What can be sent next. What was sent and has no verdict comes first, by itself and in the order of its numbers, so that all
    /// below a batch's first number has its verdict.
    /// </summary>
    private async Task<(DeviceView View, IReadOnlyList<long> Candidates)> LookAsync(CancellationToken cancellationToken)
    {
        DeviceView view = await commands.Store.LoadAsync(new DeviceQuery { Sendable = size }, cancellationToken).ConfigureAwait(false);
        IEnumerable<OutboxItem> sendable = view.Items;
        if (view.State.Counts.Syncing > 0)
        {
            sendable = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Syncing }, cancellationToken)
                .OrderBy(item => item.Change.Number ?? long.MaxValue).ThenBy(item => item.Position)
                .Take(size).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        List<OutboxItem> candidates = [.. sendable];
        if (candidates.Count == 0)
            return (view, []);
        IReadOnlyList<OutboxItem> needed;
        do
        {
            var query = new DeviceQuery { Positions = [.. candidates.Select(item => item.Position)], Entities = SendDecider.Involved(model, candidates) };
            view = await commands.Store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
            needed = view.State.Counts.Syncing > 0 ? [] : SendDecider.Prerequisites(model, view, candidates);
            candidates.AddRange(needed);
        }
        while (needed.Count > 0);
        return (view, [.. candidates.Select(item => item.Position).Order()]);
    }

    private Task<bool> SettleAsync(Batch batch, PushResponse response, CancellationToken cancellationToken)
    {
        KeyMap keys = KeyAssignment.Of(model, batch.Request, response);
        var query = new DeviceQuery
        {
            Positions = [.. batch.Items.Select(i => i.Position)],
            Entities = SendDecider.Involved(model, batch.Items),
        };
        return commands.RunAsync(token => NamedLook.LoadAsync(commands.Store, query, keys, token), draft =>
        {
            SettleDecider.Settle(draft, model, batch.Items, batch.Request, response, time.GetUtcNow());
            return true;
        }, cancellationToken);
    }

    private sealed record Batch(IReadOnlyList<OutboxItem> Items, PushRequest Request);
}
