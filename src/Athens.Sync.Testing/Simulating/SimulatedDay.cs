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
    private readonly DaySetting day;
    private readonly SimulatedServer server;
    private readonly SimulatedUser user;
    private readonly IReadOnlyList<string> scopes;
    private readonly List<SimulatedDevice> devices = [];

    public SimulatedDay(SyncModel model, SimulationOptions options, ISimulationStores stores, int seed)
    {
        var random = new Random(seed);
        day = new DaySetting(model, options, stores, random, new FaultPlan(options.Faults, options.FaultsPerMille, random), new StepBudget(), trace);
        scopes = model.Entities.Any(e => e.ScopeField is not null) ? options.Scopes : [SyncModel.DefaultScope];
        server = new SimulatedServer(day, new SimulatedClock(time), NewIds());
        user = new SimulatedUser(day);
    }

    public IReadOnlyList<string> Steps => trace.Steps;

    public SimulationReport Report() => new()
    {
        Days = 1,
        Changes = devices.Sum(device => (long)device.Acknowledged.Count),
        Faults = Faults.Made,
        Applied = server.TakenIn.Count,
        Refused = server.Answered.Sum(push => (long)push.Response.Conflicts.Count + push.Response.Rejected.Count),
        TraceHash = trace.Hash(),
    };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Faults.IsOn = false;
        int count = Random.Next(8) == 0 ? 1 : day.Options.Devices;
        for (int number = 0; number < count; number++)
            await AddDeviceAsync(number).ConfigureAwait(false);
        Faults.IsOn = true;
        // Most days are short: what a long one finds is harder to read.
        int most = Random.Next(3) == 0 ? day.Options.StepsMax : Math.Min(30, day.Options.StepsMax);
        for (int step = Random.Next(10, Math.Max(11, most)); step > 0; step--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(Random.Next(1, 100)));
            SimulatedDevice device = devices[Random.Next(devices.Count)];
            await StepAsync(device).ConfigureAwait(false);
            await PendingIsShown.CheckAsync(day.Model, device).ConfigureAwait(false);
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

    private Random Random => day.Random;

    private FaultPlan Faults => day.Faults;

    private SimulatedIds NewIds() => new(new Random(Random.Next()));

    private SyncCaller CallerOf(int number) => day.Options.Caller(number / 2, scopes);

    private async Task AddDeviceAsync(int number)
    {
        var network = new SimulatedNetwork(day, server, CallerOf(number), number);
        var device = new SimulatedDevice(day, network, new SimulatedClock(time), NewIds, number, scopes);
        device.Elsewhere = () => EditAsync(device);
        devices.Add(device);
        await device.StartAsync().ConfigureAwait(false);
    }

    private async Task StepAsync(SimulatedDevice device)
    {
        day.Budget.Begin();
        await MisfortuneAsync(device).ConfigureAwait(false);
        switch (Random.Next(10))
        {
            case < 3:
                await SyncAsync(device).ConfigureAwait(false);
                break;
            case 3:
                await device.DoAsync(() => user.DecideAsync(device, all: false)).ConfigureAwait(false);
                break;
            case 4:
                await device.DoAsync(() => user.EditAsync(device, () => SyncAsync(device))).ConfigureAwait(false);
                break;
            default:
                for (int count = Random.Next(1, day.Options.BurstMax + 1); count > 0; count--)
                    await device.DoAsync(() => WorkAsync(device)).ConfigureAwait(false);
                break;
        }
    }

    private Task WorkAsync(SimulatedDevice device)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return Random.Next(12) switch
        {
            < 3 => user.MakeAsync(device, scopes),
            3 => user.DeleteAsync(device),
            _ => user.EditAsync(device),
        };
    }

    /// <summary>An edit beside something else, and never at the same moment as what was done before or is done next.</summary>
    private async Task EditAsync(SimulatedDevice device)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        await user.EditAsync(device).ConfigureAwait(false);
        time.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task MisfortuneAsync(SimulatedDevice device)
    {
        if (Faults.Happens(SimulatedFaults.ClockJump))
            device.Clock.Ahead = TimeSpan.FromDays(Random.Next(-3650, 3650));
        if (Faults.Happens(SimulatedFaults.Partition))
            device.Network.PartitionedFor = Random.Next(1, 6);
        if (Faults.Happens(SimulatedFaults.RevokedRights))
            device.Network.RevokedFor = Random.Next(1, 3);
        if (Random.Next(12) == 0 && await day.Stores.BackUpAsync(device.Number).ConfigureAwait(false))
            device.AcknowledgedAtBackup = [.. device.Acknowledged];
        await PutServerBackAsync().ConfigureAwait(false);
        if (Faults.Happens(SimulatedFaults.Restore))
            await PutBackAsync(device, device).ConfigureAwait(false);
        if (Faults.Happens(SimulatedFaults.Clone))
            await PutBackAsync(devices[Random.Next(devices.Count)], device).ConfigureAwait(false);
    }

    private async Task PutServerBackAsync()
    {
        if (Random.Next(12) == 0)
            await server.BackUpAsync().ConfigureAwait(false);
        if (Faults.Happens(SimulatedFaults.ServerRestore))
            await server.RestoreAsync().ConfigureAwait(false);
    }

    /// <summary>A copy belongs to the user that it was made for: it goes on on a device of his.</summary>
    private async Task PutBackAsync(SimulatedDevice source, SimulatedDevice onto)
    {
        if (CallerOf(source.Number).User != CallerOf(onto.Number).User || !await day.Stores.RestoreAsync(source.Number, onto.Number).ConfigureAwait(false))
            return;
        trace.Step($"{onto.Number} goes on from a copy of {source.Number}");
        await onto.StartOverAsync(source.AcknowledgedAtBackup).ConfigureAwait(false);
    }

    private async Task SyncAsync(SimulatedDevice device)
    {
        if (Faults.Happens(SimulatedFaults.EditDuringRequest))
            device.Network.Meanwhile = () => device.DoAsync(() => EditAsync(device));
        day.Budget.Begin();
        SyncReport? report = await device.SyncAsync().ConfigureAwait(false);
        device.Network.Meanwhile = null;
        device.Network.PartitionedFor = Math.Max(0, device.Network.PartitionedFor - 1);
        device.Network.RevokedFor = Math.Max(0, device.Network.RevokedFor - 1);
        trace.Step($"{device.Number} syncs: {(report is null ? "the process stopped" : report.Failure?.Message ?? $"{report.Applied} applied, {report.Conflicts} conflicts, {report.Rejected} refused, {report.Pulled} pulled")}");
    }

    private async Task HealAsync()
    {
        Faults.IsOn = false;
        foreach (SimulatedDevice device in devices)
            (device.Network.PartitionedFor, device.Network.RevokedFor, device.Clock.Ahead) = (0, 0, TimeSpan.Zero);
        for (int round = 0; round < QuietRoundsMax; round++)
        {
            int decided = 0;
            foreach (SimulatedDevice device in devices)
            {
                await SyncAsync(device).ConfigureAwait(false);
                await PendingIsShown.CheckAsync(day.Model, device).ConfigureAwait(false);
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
            Model = day.Model,
            HasRules = day.Options.HasRules,
            Server = server,
            State = await server.ReadAllAsync(scopes, reader, cancellationToken).ConfigureAwait(false),
            Devices = devices,
            User = user,
        };
        day.Budget.Begin();
        OneVerdictEach.Check(evidence);
        TakenInOnce.Check(evidence);
        CountersAddUp.Check(evidence);
        CheckpointsNeverGoBack.Check(evidence);
        NothingIsInvented.Check(evidence);
        NothingTakenInIsLost.Check(evidence);
        await OneDeviceAlone.CheckAsync(evidence).ConfigureAwait(false);
        await NothingAcknowledgedIsLost.CheckAsync(evidence).ConfigureAwait(false);
        await ReplicasEqualTheServer.CheckAsync(evidence).ConfigureAwait(false);
    }
}
