using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>Asks for blocks of values before the device runs out of them. An answer that is lost is asked for again, and is the same.</summary>
internal sealed class ReserveCycle(SyncModel model, DeviceCommands commands, ISyncTransport transport, TimeProvider time, SyncClientOptions options)
{
    private readonly bool hasLeased = model.Entities.Any(entity => entity.Fields.Any(field => field.Leased is not null));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!hasLeased)
            return;
        DateTimeOffset now = time.GetUtcNow();
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        IReadOnlyList<ReserveRequest> wanted = BlockDecider.Wanted(model, state, now);
        if (wanted.Count == 0)
            return;
        PushRequest request = SendDecider.Request(state, model, [], [], options.Scopes[0], now) with { Acknowledged = null, Resolutions = [], Reserve = wanted };
        PushResponse answer = await transport.PushAsync(request, cancellationToken).ConfigureAwait(false);
        AnswerCheck.Check(request, answer, options.Limits);
        if (answer.Reserved is not { Count: > 0 })
            return;
        await commands.RunAsync(new DeviceQuery(), draft => draft.State = BlockDecider.Put(draft.State, request, answer), cancellationToken).ConfigureAwait(false);
    }
}
