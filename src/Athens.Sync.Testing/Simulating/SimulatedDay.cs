using Athens.Sync.Client;
using Athens.Sync.Server;
using Athens.Sync.Testing.Simulating.Checks;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Testing.Simulating;

/// <summary>One day under one seed: faults, then none, then all must be quiet and right, and still be after everything was started anew.</summary>
internal sealed class SimulatedDay : IDisposable
{
    /// <summary>How many rounds the devices may take to come to rest: a decision may lead to another conflict, and that to another.</summary>
    private const int QuietRoundsMax = 40;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly Trace trace = new();
    private readonly SyncModel model;
    private readonly SimulationOptions options;
    private readonly ISimulationStores stores;
    private readonly Random random;
    private readonly FaultPlan faults;
    private readonly SimulatedServer server;
    private readonly SimulatedUser user;
    private readonly IReadOnlyList<string> scopes;
    private readonly List<SimulatedDevice> devices = [];

    public SimulatedDay(SyncModel model, SimulationOptions options, ISimulationStores stores, int seed)
    {
        this.model = model;
        this.options = options;
        this.stores = stores;
        random = new Random(seed);
        faults = new FaultPlan(options.Faults, random);
        scopes = model.Entities.Any(e => e.ScopeField is not null) ? options.Scopes : [SyncModel.DefaultScope];
        server = new SimulatedServer(model, stores, new SimulatedClock(time), NewIds(), faults, trace);
        user = new SimulatedUser(model, options, random, trace);
    }

    public IReadOnlyList<string> Steps => trace.Steps;

    public SimulationReport Report() => new()
    {
        Days = 1,
        Changes = devices.Sum(device => (long)device.Acknowledged.Count),
        Faults = faults.Made,
        Applied = server.TakenIn.Count,
        Refused = server.Answered.Sum(push => (long)push.Response.Conflicts.Count + push.Response.Rejected.Count),
        TraceHash = trace.Hash(),
    };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        faults.IsOn = false;
        for (int number = 0; number < options.Devices; number++)
            await AddDeviceAsync(number).ConfigureAwait(false);
        faults.IsOn = true;
        for (int step = random.Next(10, Math.Max(11, options.StepsMax)); step > 0; step--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(random.Next(1, 100)));
            await StepAsync(devices[random.Next(devices.Count)]).ConfigureAwait(false);
        }
        await HealAsync().ConfigureAwait(false);
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        trace.Step("Everything is started anew");
        server.Stop();
        foreach (SimulatedDevice device in devices)
            await device.StartAsync().ConfigureAwait(false);
        await HealAsync().ConfigureAwait(false);
        await CheckAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => trace.Dispose();

    private SimulatedIds NewIds() => new(new Random(random.Next()));

    private SyncCaller CallerOf(int number) => new() { User = $"user-{number / 2}", Scopes = scopes };

    private async Task AddDeviceAsync(int number)
    {
        var network = new SimulatedNetwork(server, CallerOf(number), faults, random, number);
        var device = new SimulatedDevice(model, options, stores, network, new SimulatedClock(time), faults, NewIds, number, scopes);
        devices.Add(device);
        await device.StartAsync().ConfigureAwait(false);
    }

    private async Task StepAsync(SimulatedDevice device)
    {
        await MisfortuneAsync(device).ConfigureAwait(false);
        await device.DoAsync(() => random.Next(20) switch
        {
            < 3 => user.MakeAsync(device, scopes),
            3 => user.DeleteAsync(device),
            < 8 => SyncAsync(device),
            8 => user.DecideAsync(device, all: false),
            9 => user.EditAsync(device, () => SyncAsync(device)),
            _ => user.EditAsync(device),
        }).ConfigureAwait(false);
    }

    private async Task MisfortuneAsync(SimulatedDevice device)
    {
        if (faults.Happens(SimulatedFaults.ClockJump))
            device.Clock.Ahead = TimeSpan.FromDays(random.Next(-3650, 3650));
        if (faults.Happens(SimulatedFaults.Partition))
            device.Network.PartitionedFor = random.Next(1, 6);
        if (faults.Happens(SimulatedFaults.RevokedRights))
            device.Network.RevokedFor = random.Next(1, 3);
        if (random.Next(12) == 0 && await stores.BackUpAsync(device.Number).ConfigureAwait(false))
            device.AcknowledgedAtBackup = [.. device.Acknowledged];
        if (faults.Happens(SimulatedFaults.Restore))
            await PutBackAsync(device, device).ConfigureAwait(false);
        if (faults.Happens(SimulatedFaults.Clone))
            await PutBackAsync(devices[random.Next(devices.Count)], device).ConfigureAwait(false);
    }

    /// <summary>A copy belongs to the user that it was made for: it goes on on a device of his.</summary>
    private async Task PutBackAsync(SimulatedDevice source, SimulatedDevice onto)
    {
        if (CallerOf(source.Number).User != CallerOf(onto.Number).User || !await stores.RestoreAsync(source.Number, onto.Number).ConfigureAwait(false))
            return;
        trace.Step($"{onto.Number} goes on from a copy of {source.Number}");
        await onto.StartOverAsync(source.AcknowledgedAtBackup).ConfigureAwait(false);
    }

    private async Task SyncAsync(SimulatedDevice device)
    {
        if (faults.Happens(SimulatedFaults.EditDuringRequest))
            device.Network.Meanwhile = () => device.DoAsync(() => user.EditAsync(device));
        SyncReport? report = await device.SyncAsync().ConfigureAwait(false);
        device.Network.Meanwhile = null;
        device.Network.PartitionedFor = Math.Max(0, device.Network.PartitionedFor - 1);
        device.Network.RevokedFor = Math.Max(0, device.Network.RevokedFor - 1);
        trace.Step($"{device.Number} syncs: {(report is null ? "the process stopped" : report.Failure?.Message ?? $"{report.Applied} applied, {report.Conflicts} conflicts, {report.Rejected} refused, {report.Pulled} pulled")}");
    }

    private async Task HealAsync()
    {
        faults.IsOn = false;
        foreach (SimulatedDevice device in devices)
            (device.Network.PartitionedFor, device.Network.RevokedFor, device.Clock.Ahead) = (0, 0, TimeSpan.Zero);
        for (int round = 0; round < QuietRoundsMax; round++)
        {
            int decided = 0;
            foreach (SimulatedDevice device in devices)
            {
                await SyncAsync(device).ConfigureAwait(false);
                decided += await user.DecideAsync(device, all: true).ConfigureAwait(false);
            }
            if (decided > 0 || !await AreQuietAsync().ConfigureAwait(false))
                continue;
            foreach (SimulatedDevice device in devices)
                await SyncAsync(device).ConfigureAwait(false);
            return;
        }
        throw new CheckFailedException("The devices do not come to rest.");
    }

    private async Task<bool> AreQuietAsync()
    {
        foreach (SimulatedDevice device in devices)
        {
            if ((await device.Client.GetStatusAsync().ConfigureAwait(false)).Changes is not { Waiting: 0, Conflict: 0, Failed: 0 })
                return false;
        }
        return true;
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var reader = new SyncCaller { User = "reader", Scopes = scopes };
        var evidence = new Evidence
        {
            Model = model,
            Server = server,
            State = await server.ReadAllAsync(scopes, reader, cancellationToken).ConfigureAwait(false),
            Devices = devices,
            User = user,
        };
        OneVerdictEach.Check(evidence);
        TakenInOnce.Check(evidence);
        CountersAddUp.Check(evidence);
        CheckpointsNeverGoBack.Check(evidence);
        NothingIsInvented.Check(evidence);
        NothingTakenInIsLost.Check(evidence);
        await NothingAcknowledgedIsLost.CheckAsync(evidence).ConfigureAwait(false);
        await ReplicasEqualTheServer.CheckAsync(evidence).ConfigureAwait(false);
    }
}
