using System.Diagnostics;
using System.Globalization;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Xunit.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>What the server keeps of the changes that it took in, over a long time and many devices.</summary>
public abstract class BookkeepingTests(ITestDatabase database, ITestOutputHelper output) : DepotTest(database, hasRule: false)
{
    public const string Variable = "ATHENS_SYNC_BOOKKEEPING_CHANGES";

    private const int Devices = 100;
    private const int PerPush = 100;
    private const int CratesPerDevice = 10;

    private static int Changes => int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out int changes) ? changes : 20_000;

    /// <summary>Every seventh answer is lost and the batch sent again; a verdict is acknowledged with the next push.</summary>
    [Fact]
    public async Task Records_OfManyChangesByAHundredDevices_AreThoseUnderWay()
    {
        long start = Stopwatch.GetTimestamp();
        for (int device = 0; device < Devices; device++)
            await MakeAsync(device);
        long largest = 0;
        int rounds = Changes / (Devices * PerPush);
        for (int round = 0; round < rounds; round++)
        {
            for (int device = 0; device < Devices; device++)
                await SendAsync(device, round, isLost: (round * Devices + device) % 7 == 0);
            largest = Math.Max(largest, await UnderWayAsync());
            Assert.Equal(Devices * PerPush, largest);
        }
        Assert.Equal(Devices * CratesPerDevice, await CountAsync("SELECT COUNT(*) AS \"Value\" FROM \"Crates\""));
        Assert.Equal(rounds * Devices * PerPush, await CountAsync("SELECT CAST(SUM(\"Count\") AS bigint) AS \"Value\" FROM \"Crates\""));
        long perDevice = await CountAsync("SELECT MAX(LENGTH(in_flight)) AS \"Value\" FROM athens_sync_devices");
        for (int device = 0; device < Devices; device++)
            await Server.PushAsync(Request(device, rounds, []), CallerOf(device));
        Assert.Equal(0, await UnderWayAsync());
        Assert.Equal("{}", await InFlightAsync());
        output.WriteLine($"{rounds * Devices * PerPush} changes by {Devices} devices in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s: at most {largest} records, {perDevice} characters of numbers under way a device; 0 and 2 after the last acknowledgement.");
    }

    private Task<long> UnderWayAsync() => CountAsync("SELECT COUNT(*) AS \"Value\" FROM athens_sync_changes WHERE device <> 'setup'");

    private static SyncCaller CallerOf(int device) => new() { User = $"user{device}", Scopes = [$"site{device}"] };

    private static PushRequest Request(int device, int round, IReadOnlyList<Change> changes) =>
        new() { DeviceId = $"d{device}", Generation = "g", Acknowledged = (long)round * PerPush, Changes = changes };

    private Task<PushResponse> MakeAsync(int device) => Server.PushAsync(
        new PushRequest
        {
            DeviceId = "setup",
            Changes = [.. Enumerable.Range(0, CratesPerDevice).Select(n => Made(device, n))],
        },
        CallerOf(device));

    private Change Made(int device, int n)
    {
        Change change = Crate($"c{device}-{n}");
        return change with { Data = change.Data.With("site", System.Text.Json.JsonSerializer.SerializeToElement($"site{device}")) };
    }

    private async Task SendAsync(int device, int round, bool isLost)
    {
        Change[] changes = [.. Enumerable.Range(0, PerPush).Select(n => Increment(device, round, n))];
        PushRequest request = Request(device, round, changes);
        PushResponse answer = await Server.PushAsync(request, CallerOf(device));
        if (isLost)
            answer = await Server.PushAsync(request, CallerOf(device));
        Assert.Equal(PerPush, answer.Summary.Applied);
        Assert.All(answer.Applied, applied => Assert.Equal(isLost, applied.Status is AppliedStatus.AlreadyApplied));
    }

    private Change Increment(int device, int round, int n)
    {
        int before = round * (PerPush / CratesPerDevice) + n / CratesPerDevice;
        return Make("crate", ChangeOp.Update, $"c{device}-{n % CratesPerDevice}", $$"""{"count":{{before + 1}}}""", before + 1, $$"""{"count":{{before}}}""") with
        {
            Number = (long)round * PerPush + n + 1,
        };
    }

    private async Task<string> InFlightAsync()
    {
        long distinct = await CountAsync("SELECT COUNT(DISTINCT in_flight) AS \"Value\" FROM athens_sync_devices WHERE device <> 'setup'");
        long empty = await CountAsync("SELECT COUNT(*) AS \"Value\" FROM athens_sync_devices WHERE device <> 'setup' AND in_flight = '{{}}'");
        return distinct == 1 && empty == Devices ? "{}" : $"{distinct} kinds, {empty} empty";
    }

    public sealed class OnSqlite(ITestOutputHelper output) : BookkeepingTests(new SqliteDatabase(), output);

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server, ITestOutputHelper output) : BookkeepingTests(server.NewDatabase(), output);
}
