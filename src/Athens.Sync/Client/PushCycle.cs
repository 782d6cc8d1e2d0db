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
        Batch? next = null;
        for (int left = options.RequestsMax; left > 0 && (next ?? await FreezeAsync(cancellationToken).ConfigureAwait(false)) is { } batch; left--)
        {
            // What comes next is read while the server works on this.
            Task<Look?> ahead = left > 1 ? LookAheadAsync(batch, cancellationToken) : Task.FromResult<Look?>(null);
            PushResponse? response = await SendAsync(batch, ahead, cancellationToken).ConfigureAwait(false);
            next = null;
            if (response is null)
                continue;
            size = Math.Min(size * 2, options.PushBatch);
            bool isTried = batch.Items.Count == 0 || response.Conflicts.Count(conflict => conflict.Reason is ConflictReason.PredecessorUnresolved) < batch.Items.Count;
            next = await SettleAsync(batch, response, isTried ? await ahead.ConfigureAwait(false) : null, cancellationToken).ConfigureAwait(false);
            tally.Count(response);
            if (!isTried)
                break;
        }
        await reserve.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a batch, and lets what is read meanwhile end before anything else is done.</summary>
    private async Task<PushResponse?> SendAsync(Batch batch, Task<Look?> ahead, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ahead.ConfigureAwait(false);
        }
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
            Look look = new(new DeviceView { State = new DeviceState() }, []);
            (Batch batch, bool isChanged) = await commands.RunAsync(
                async token => (look = await LookAsync([], token).ConfigureAwait(false)).View,
                draft => (Freeze(draft, look.Candidates), draft.IsChanged),
                cancellationToken).ConfigureAwait(false);
            if (batch.Items.Count > 0 || (look.Candidates.Count == 0 && batch.View.State.Resolutions.Count > 0))
                return batch;
            if (look.Candidates.Count == 0)
                return null;
            fruitless = isChanged ? 0 : fruitless + 1;
        }
        throw new StoreException(StoreFailure.Corrupt, "The store names changes to send, and does not give them.");
    }

    private Batch Freeze(DeviceDraft draft, IReadOnlyList<long> candidates)
    {
        IReadOnlyList<OutboxItem> items = SendDecider.Freeze(draft, model, candidates);
        return new Batch(items, SendDecider.Request(draft.State, model, items, options.Scopes[0], time.GetUtcNow()), draft.After(SendDecider.Involved(model, items)));
    }

    /// <summary>What can be sent after a batch that is under way; null where that is not to be seen before it is settled.</summary>
    private async Task<Look?> LookAheadAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            return batch.Items.Count < size || batch.View.State.Counts.Syncing > batch.Items.Count ? null : await LookAsync(batch.Items, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SyncException or OperationCanceledException)
        {
            // It is met again by who looks in vain for what this would have given.
            return null;
        }
    }

    /// <summary>
    /// What can be sent next. What was sent and has no verdict comes first, by itself and in the order of its numbers, so that all
    /// below a batch's first number has its verdict.
    /// </summary>
    /// <param name="underWay">What is left out, for it is being sent.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    private async Task<Look> LookAsync(IReadOnlyList<OutboxItem> underWay, CancellationToken cancellationToken)
    {
        DeviceView view = await commands.Store.LoadAsync(new DeviceQuery { Sendable = underWay.Count + size }, cancellationToken).ConfigureAwait(false);
        IEnumerable<OutboxItem> sendable = view.Items;
        bool areSent = view.State.Counts.Syncing > underWay.Count;
        if (areSent)
        {
            sendable = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Syncing }, cancellationToken)
                .OrderBy(item => item.Change.Number ?? long.MaxValue).ThenBy(item => item.Position)
                .Take(underWay.Count + size).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        HashSet<long> left = [.. underWay.Select(item => item.Position)];
        List<OutboxItem> candidates = [.. sendable.Where(item => !left.Contains(item.Position)).Take(size)];
        if (candidates.Count == 0)
            return new Look(view, []);
        IReadOnlyList<OutboxItem> needed;
        do
        {
            var query = new DeviceQuery { Positions = [.. candidates.Select(item => item.Position)], Entities = SendDecider.Involved(model, candidates) };
            view = await commands.Store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
            needed = areSent ? [] : [.. SendDecider.Prerequisites(model, view, candidates).Where(item => !left.Contains(item.Position))];
            candidates.AddRange(needed);
        }
        while (needed.Count > 0);
        return new Look(view, [.. candidates.Select(item => item.Position).Order()]);
    }

    /// <summary>
    /// Takes in the verdicts. Where nothing else was written since the batch was frozen, what is known of it stands, and what comes next
    /// is frozen in the same commit: the verdicts are on the disk before it is sent.
    /// </summary>
    /// <returns>The batch that comes next; null where it is to be looked for.</returns>
    private async Task<Batch?> SettleAsync(Batch batch, PushResponse response, Look? ahead, CancellationToken cancellationToken)
    {
        KeyMap keys = KeyAssignment.Of(model, batch.Request, response);
        bool isNext = ahead?.View.State.Revision == batch.View.State.Revision;
        Look? first = keys.Count > 0 ? null : isNext ? new Look(batch.View.With(ahead!.View), ahead.Candidates) : new Look(batch.View, []);
        var query = new DeviceQuery { Positions = [.. batch.Items.Select(i => i.Position)], Entities = SendDecider.Involved(model, batch.Items) };
        Look look = new(batch.View, []);
        Batch next = await commands.RunAsync(
            async token =>
            {
                look = first ?? new Look(await NamedLook.LoadAsync(commands.Store, query, keys, token).ConfigureAwait(false), []);
                first = null;
                return look.View;
            },
            draft =>
            {
                SettleDecider.Settle(draft, model, batch.Items, batch.Request, response, time.GetUtcNow());
                return Freeze(draft, look.Candidates);
            },
            cancellationToken).ConfigureAwait(false);
        return next.Items.Count > 0 ? next : null;
    }

    /// <summary>What was frozen, the request that carries it, and what is known of its entities as long as nothing else is written.</summary>
    private sealed record Batch(IReadOnlyList<OutboxItem> Items, PushRequest Request, DeviceView View);

    /// <summary>A look, and the positions in it that can be sent.</summary>
    private sealed record Look(DeviceView View, IReadOnlyList<long> Candidates);
}
