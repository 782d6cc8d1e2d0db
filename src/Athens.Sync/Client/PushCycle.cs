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

    private readonly BatchSize size = new(options.PushBatch);
    private readonly Pace pace = new(commands.Use);

    /// <summary>How often a change was refused by itself, or its answer could not be read, by a server that takes a push without it; by position.</summary>
    private readonly Dictionary<long, int> refusals = [];

    private readonly ReserveCycle reserve = new(model, commands, transport, time, options);

    /// <summary>
    /// Sends until nothing is left, or nothing of a batch was tried: it would be sent again at once, and answered the same. While the
    /// server works on a batch, the verdicts on the one before it are taken in, and what can be sent after it is frozen.
    /// </summary>
    public async Task RunAsync(SyncTally tally, CancellationToken cancellationToken)
    {
        pace.Begin();
        await OfferAgainAsync(cancellationToken).ConfigureAwait(false);
        var step = new Step(null, new DeviceView { State = new DeviceState() });
        Answered? last = null;
        for (int left = options.RequestsMax; left > 0; left--)
        {
            if (step.Next is null)
                step = await FreezeAsync(cancellationToken).ConfigureAwait(false);
            if (step.Next is not { } batch)
                break;
            Task<PushResponse?> sending = SendAsync(batch, cancellationToken);
            try
            {
                step = await StepAsync(last, batch, step.Known, freezes: left > 1, tally, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            last = await sending.ConfigureAwait(false) is { } response ? new Answered(batch, response) : null;
            if (last is null)
            {
                step = step with { Next = null };
                continue;
            }
            size.Answered(batch.Items.Count);
            if (step.Next is null || !last.IsTried)
            {
                step = await StepAsync(last, null, step.Known, freezes: last.IsTried && left > 1, tally, cancellationToken).ConfigureAwait(false);
                if (!last.IsTried)
                    break;
                last = null;
            }
        }
        await reserve.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a batch. A request that the server refuses whole, or whose answer is too large to be read, is tried again in halves, until the change at
    /// fault stands alone and, when it was tried often enough, is set aside.
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
        catch (SyncTransportException exception) when (exception.Failure is TransportFailure.Unreachable)
        {
            size.CutOff(batch.Items.Count);
            throw;
        }
        catch (SyncTransportException exception) when (IsAtFault(exception) && batch.Items.Count > 0)
        {
            size.Refused(batch.Items.Count);
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
        exception.Failure is TransportFailure.Refused or TransportFailure.AnswerTooLarge || (exception.Failure is TransportFailure.Unavailable && exception.RetryAfter is null);

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
        PushRequest question = SendDecider.Request(state, model, [], [], options.Scopes[0], time.GetUtcNow()) with { Acknowledged = null, Resolutions = [] };
        PushResponse answer = await transport.PushAsync(question, cancellationToken).ConfigureAwait(false);
        AnswerCheck.Check(question, answer, options.Limits);
        List<long> taken = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Synced }, cancellationToken)
            .Where(item => OfferDecider.IsLost(item, state, answer.Acknowledged ?? 0)).Select(item => item.Position).ToListAsync(cancellationToken).ConfigureAwait(false);
        await commands.RunAsync(
            token => NamedLook.LoadAsync(commands.Store, taken, lost => OfferDecider.TakenBack(model, lost), token),
            draft => OfferDecider.Offer(draft, model, taken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next batch, durably frozen; none when there is nothing to say.</summary>
    private async Task<Step> FreezeAsync(CancellationToken cancellationToken)
    {
        for (int fruitless = 0; fruitless < FruitlessMax;)
        {
            Look look = new(new DeviceView { State = new DeviceState() }, []);
            ((Batch batch, DeviceView known), bool isChanged) = await commands.RunAsync(
                async token => (look = await LookAsync([], token).ConfigureAwait(false)).View,
                draft => (Freeze(draft, look, []), draft.IsChanged),
                cancellationToken).ConfigureAwait(false);
            if (batch.Items.Count > 0 || (look.Candidates.Count == 0 && known.State.Resolutions.Count > 0))
                return new Step(batch, known);
            if (look.Candidates.Count == 0)
                return new Step(null, known);
            fruitless = isChanged ? 0 : fruitless + 1;
        }
        throw new StoreException(StoreFailure.Corrupt, "The store names changes to send, and does not give them.");
    }

    private (Batch Batch, DeviceView Known) Freeze(DeviceDraft draft, Look look, IReadOnlyList<OutboxItem> underWay)
    {
        IReadOnlyList<OutboxItem> items = SendDecider.Freeze(draft, model, look.Candidates, underWay);
        PushRequest request = SendDecider.Request(draft.State, model, items, underWay, options.Scopes[0], time.GetUtcNow());
        return (new Batch(items, request, look.IsFull), draft.After(SendDecider.Involved(model, items.Concat(underWay))));
    }

    /// <summary>
    /// Takes in the verdicts on a batch, and freezes the next in the same commit: what is sent is on the disk before, with all verdicts but
    /// those on what is under way. Where nothing else was written since, what is known stands, and is not read again.
    /// </summary>
    /// <param name="last">What was answered; null where there is nothing to take in.</param>
    /// <param name="underWay">What the server works on, if anything.</param>
    /// <param name="known">The look at both of them, as of the last commit.</param>
    /// <param name="freezes">Whether another batch may follow.</param>
    /// <param name="tally">What the cycle has done.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    private async Task<Step> StepAsync(Answered? last, Batch? underWay, DeviceView known, bool freezes, SyncTally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxItem> beside = underWay?.Items ?? [];
        OutboxItem[] sent = [.. last?.Batch.Items ?? [], .. beside];
        KeyMap keys = last is null ? new KeyMap(model) : KeyAssignment.Of(model, last.Batch.Request, last.Response);
        bool mayFollow = freezes && (underWay ?? last!.Batch).IsFull;
        Look? ahead = mayFollow && keys.Count == 0 && known.State.Counts.Syncing <= sent.Length ? await LookAheadAsync(sent, cancellationToken).ConfigureAwait(false) : null;
        bool isNext = ahead?.View.State.Revision == known.State.Revision;
        if (last is null && !(isNext && ahead!.Candidates.Count > 0))
            return new Step(null, known);
        Look? first = keys.Count > 0 ? null : isNext ? ahead! with { View = known.With(ahead.View) } : new Look(known, []);
        var query = new DeviceQuery { Positions = [.. sent.Select(i => i.Position)], Entities = SendDecider.Involved(model, sent) };
        Look look = new(known, []);
        (Batch next, known) = await commands.RunAsync(
            async token =>
            {
                look = first ?? new Look(await NamedLook.LoadAsync(commands.Store, query, keys, token).ConfigureAwait(false), []);
                first = null;
                return look.View;
            },
            draft =>
            {
                if (last is not null)
                    SettleDecider.Settle(draft, model, last.Batch.Items, last.Batch.Request, last.Response, time.GetUtcNow());
                return Freeze(draft, look, beside);
            },
            cancellationToken).ConfigureAwait(false);
        if (last is not null)
            tally.Count(last.Response);
        return new Step(next.Items.Count > 0 ? next : null, known);
    }

    /// <summary>What can be sent after what is under way; null where that is not to be seen before that is settled.</summary>
    private async Task<Look?> LookAheadAsync(IReadOnlyList<OutboxItem> underWay, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(underWay, cancellationToken).ConfigureAwait(false);
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
        int most = pace.IsShort() ? Math.Min(size.Changes, Pace.Short) : size.Changes;
        Look look = await LookAsync(underWay, most, cancellationToken).ConfigureAwait(false);
        // What critical changes build on comes on top. Where all of that is more than a push may hold, fewer go first.
        for (; look.Candidates.Count > Math.Max(options.PushBatch, options.Limits.ChangesMax) && most > 1; most /= 2)
            look = await LookAsync(underWay, most / 2, cancellationToken).ConfigureAwait(false);
        return look;
    }

    private async Task<Look> LookAsync(IReadOnlyList<OutboxItem> underWay, int most, CancellationToken cancellationToken)
    {
        HashSet<long> left = [.. underWay.Select(item => item.Position)];
        DeviceView view = await commands.Store.LoadAsync(new DeviceQuery { Sendable = left.Count + most, Held = left }, cancellationToken).ConfigureAwait(false);
        IEnumerable<OutboxItem> sendable = view.Items;
        bool areSent = view.State.Counts.Syncing > underWay.Count;
        if (areSent)
        {
            sendable = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Syncing }, cancellationToken)
                .OrderBy(item => item.Change.Number ?? long.MaxValue).ThenBy(item => item.Position)
                .Take(underWay.Count + most).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        List<OutboxItem> candidates = [.. sendable.Where(item => !left.Contains(item.Position)).Take(most)];
        if (candidates.Count == 0)
            return new Look(view, []);
        bool isFull = candidates.Count == most;
        IReadOnlyList<OutboxItem> needed;
        do
        {
            view = await LookAtAsync(candidates, view, cancellationToken).ConfigureAwait(false);
            needed = areSent ? [] : [.. SendDecider.Prerequisites(model, view, candidates).Where(item => !left.Contains(item.Position))];
            candidates.AddRange(needed);
        }
        while (needed.Count > 0);
        return new Look(view, [.. candidates.Select(item => item.Position).Order()], isFull);
    }

    /// <summary>A look at changes and their entities. What an earlier look has is not read again, unless something was written since.</summary>
    private async Task<DeviceView> LookAtAsync(IReadOnlyList<OutboxItem> items, DeviceView before, CancellationToken cancellationToken)
    {
        var query = new DeviceQuery { Positions = [.. items.Select(item => item.Position)], Entities = SendDecider.Involved(model, items) };
        long[] held = [.. before.Items.Select(item => item.Position)];
        DeviceView rest = await commands.Store.LoadAsync(query with { Positions = [.. query.Positions.Except(held)], Held = held }, cancellationToken).ConfigureAwait(false);
        return rest.State.Revision == before.State.Revision ? before.With(rest) : await commands.Store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was frozen, the request that carries it, and whether more may follow.</summary>
    private sealed record Batch(IReadOnlyList<OutboxItem> Items, PushRequest Request, bool IsFull);

    /// <summary>A batch with its verdicts, which are not on this device's disk yet.</summary>
    private sealed record Answered(Batch Batch, PushResponse Response)
    {
        /// <summary>False when the server tried nothing of it.</summary>
        public bool IsTried => Batch.Items.Count == 0 || Response.Conflicts.Count(conflict => conflict.Reason is ConflictReason.PredecessorUnresolved) < Batch.Items.Count;
    }

    /// <summary>What comes next, if that is known, and the look at it and at what is under way, as of the last commit.</summary>
    private sealed record Step(Batch? Next, DeviceView Known);

    /// <summary>A look, the positions in it that can be sent, and whether they are as many as one push may hold.</summary>
    private sealed record Look(DeviceView View, IReadOnlyList<long> Candidates, bool IsFull = false);
}
