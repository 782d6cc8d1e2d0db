using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Sync.EndToEnd.Serving;

/// <summary>What other devices have done, by the engine's own push and without the network.</summary>
public sealed class ServerFill(SyncServer server)
{
    private const int Batch = 500;

    private static readonly EntityModel Entity = PermitModel.Sync.Entity(PermitModel.Type);

    private readonly string generation = Guid.NewGuid().ToString();
    private long number;

    /// <summary>Creates the permits of a scope from one number on.</summary>
    public Task FillAsync(string scope, int first, int count) => PushAsync(scope, Enumerable.Range(first, count), n => Change(ChangeOp.Create, scope, n, null, Entity.ReadState(PermitMaker.Make(scope, n))));

    /// <summary>Edits permits that are as <see cref="FillAsync"/> and earlier editions made them: each so many numbers after the last.</summary>
    public Task EditAsync(string scope, int first, int count, int edition, int step) => PushAsync(scope, Enumerable.Range(0, count).Select(n => first + (n * step)), n =>
        Change(ChangeOp.Update, scope, n, edition, FieldValues.Parse($$"""{"location":"moved {{edition}} times"}""")));

    private async Task PushAsync(string scope, IEnumerable<int> permits, Func<int, Change> make)
    {
        var caller = new SyncCaller { User = "filler", Scopes = [scope] };
        foreach (int[] numbers in permits.Chunk(Batch))
        {
            long acknowledged = number;
            PushResponse answer = await server.PushAsync(
                new PushRequest { DeviceId = "filler", Generation = generation, Acknowledged = acknowledged, Scope = scope, Changes = [.. numbers.Select(make)] },
                caller);
            if (answer.Summary.Applied != numbers.Length)
                throw new InvalidOperationException($"Of {numbers.Length} changes {answer.Summary.Applied} were taken in: {string.Join(", ", answer.Rejected.Select(rejected => rejected.Detail))}");
        }
    }

    private Change Change(ChangeOp op, string scope, int n, int? version, FieldValues data) => new()
    {
        Entity = PermitModel.Type,
        Op = op,
        OfflineId = $"{generation}/{number + 1}",
        Number = ++number,
        ServerId = PermitMaker.KeyOf(scope, n),
        ClientVersion = version,
        Data = data,
        Base = version is null or 1 ? null : FieldValues.Parse($$"""{"location":"moved {{version - 1}} times"}"""),
    };
}
