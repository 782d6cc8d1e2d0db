using Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>One device: pushes batches on what it knows, and holds each answer against what it was told before.</summary>
internal sealed class Writer
{
    private const int PushesPerCheck = 16;

    private readonly World world;
    private readonly string scope;
    private readonly int number;
    private readonly Random random;
    private readonly SyncCaller caller;
    private readonly FeedView view;
    private readonly Dictionary<EntityId, (long Version, FieldValues State)> known;
    private long numbers;

    public Writer(World world, int number)
    {
        this.world = world;
        this.number = number;
        scope = world.Shape.ScopeNames[number % world.Shape.Scopes];
        random = new Random(number);
        caller = World.CallerOf($"user{number}", scope);
        view = world.NewView(caller, Session, scope);
        known = world.Shape.SharedIn(scope).ToDictionary(id => id, _ => (Version: 1L, State: FieldValues.Parse("""{"count":0,"note":""}""")));
    }

    private string Session => $"device{number}";

    public async Task RunAsync(Func<bool> isOver)
    {
        for (int pushes = 1; !isOver(); pushes++)
        {
            await PushAsync();
            if (pushes % PushesPerCheck == 0)
                await CheckOwnWritesAsync();
        }
        await CheckOwnWritesAsync();
    }

    private async Task PushAsync()
    {
        long before = numbers;
        Change[] changes = [.. NextChanges()];
        var request = new PushRequest { DeviceId = Session, Scope = scope, Generation = "g", Acknowledged = before, Changes = changes };
        bool twice = random.Next(16) == 0;
        long invoked = world.History.Tick();
        PushResponse[] answers = await Task.WhenAll(Enumerable.Repeat(request, twice ? 2 : 1).Select(SendAsync));
        Assert.All(answers, answer => Assert.Equal(Told(answers[0]), Told(answer)));
        long completed = world.History.Tick();
        Observation[] written = [.. changes.Select(change => Settle(change, answers[0].Applied.Single(applied => applied.OfflineId == change.OfflineId)))];
        world.History.Record(new SessionOperation { Session = Session, Scope = scope, IsWrite = true, Invoked = invoked, Completed = completed, Observed = written });
    }

    private Task<PushResponse> SendAsync(PushRequest request) => Task.Run(() => world.Patience.RunAsync(() => world.Server.PushAsync(request, caller)));

    private static IEnumerable<(string Id, long Version)> Told(PushResponse answer)
    {
        Assert.Empty(answer.Conflicts);
        Assert.Empty(answer.Rejected);
        return answer.Applied.Select(applied => (applied.OfflineId, applied.NewVersion));
    }

    private IEnumerable<Change> NextChanges()
    {
        foreach (EntityId id in known.Keys.Where(IsShared).OrderBy(_ => random.Next()).Take(random.Next(1, world.Shape.ChangesPerPushMax + 1)).ToArray())
        {
            yield return random.Next(4) switch
            {
                0 when id.Type == "tank" => Append(id),
                0 => NewTank(),
                _ => Increment(id),
            };
        }
    }

    private bool IsShared(EntityId id) => id.Key.StartsWith(scope, StringComparison.Ordinal);

    private Change Increment(EntityId id)
    {
        numbers++;
        (long version, FieldValues state) = known[id];
        return NewChange(id, ChangeOp.Update, $$"""{"count":{{CountIn(state) + 1}},"note":"{{number}}/{{numbers}}"}""") with
        {
            ClientVersion = version,
            Base = state,
        };
    }

    private Change Append(EntityId tank)
    {
        numbers++;
        return NewChange(new EntityId("reading", $"r{number}-{numbers}"), ChangeOp.Append, $$"""{"tank_id":"{{tank.Key}}","note":"{{numbers}}"}""");
    }

    private Change NewTank()
    {
        numbers++;
        return NewChange(new EntityId("tank", $"t{number}-{numbers}"), ChangeOp.Create, $$"""{"site":"{{scope}}","note":"{{numbers}}","count":0}""");
    }

    private Change NewChange(EntityId id, ChangeOp op, string data) => new()
    {
        Entity = id.Type,
        ServerId = id.Key,
        Op = op,
        OfflineId = $"{number}/{numbers}",
        Number = numbers,
        Data = FieldValues.Parse(data),
    };

    /// <summary>What this device was told before is never taken back: versions rise, and so does what is counted.</summary>
    private Observation Settle(Change change, AppliedChange applied)
    {
        var id = new EntityId(applied.Entity, applied.ServerId);
        FieldValues state = change.Data.With(applied.Data ?? FieldValues.Empty);
        if (known.TryGetValue(id, out (long Version, FieldValues State) before))
            Assert.True(applied.NewVersion > before.Version && CountIn(state) > CountIn(before.State), $"{id} went from v{before.Version} {before.State} to v{applied.NewVersion} {state}.");
        known[id] = (applied.NewVersion, state);
        world.History.Acknowledge(scope, id, applied.NewVersion, change.Op is ChangeOp.Update);
        return new Observation(id, applied.NewVersion, state.Find("count")?.GetInt64(), change.Op is ChangeOp.Update ? 1 : 0);
    }

    private static long CountIn(FieldValues state) => state.Find("count")?.GetInt64() ?? 0;

    private async Task CheckOwnWritesAsync()
    {
        await view.AdvanceAsync();
        Assert.All(known, own => Assert.True(view.Versions.GetValueOrDefault(own.Key) >= own.Value.Version, $"{own.Key}: v{own.Value.Version} was acknowledged and the feed tells v{view.Versions.GetValueOrDefault(own.Key)}."));
        world.History.NoteCheck();
    }
}
