using Athens.Sync.Server;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>Device marks, and what is forgotten.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    private static readonly DeviceKey Device = new("", "ann", "d1");

    /// <summary>A device of which nothing was noted has no mark, and asking leaves none.</summary>
    [Fact]
    public async Task Mark_NothingNoted_IsNone()
    {
        Assert.Null(await ReadMarkAsync(Device));
        Assert.Null(await ReadMarkAsync(Device));
    }

    /// <summary>A mark comes back as it was noted, and the last one noted is the one.</summary>
    [Fact]
    public async Task Mark_Noted_ComesBackWhole()
    {
        DeviceMark first = MarkOf(Device, 3);
        DeviceMark last = first with
        {
            Generation = "g2",
            Acknowledged = long.MaxValue - 1,
            InFlight = new Dictionary<long, string> { [long.MaxValue] = "caf\u00e9 \"1\"", [7] = "A" },
            Retired = ["g0", "G0", "two\nlines", "g1"],
            SeenAt = first.SeenAt.AddTicks(1),
        };
        await MarkAsync(first);
        await MarkAsync(first with { Acknowledged = 4 }, last);

        AssertSame(last, (await ReadMarkAsync(Device))!);
    }

    /// <summary>A device that differs in any part, or only by case, is another one.</summary>
    [Fact]
    public async Task Mark_OfADeviceThatDiffersInOnePart_IsAnother()
    {
        DeviceKey[] devices = [Device, Device with { Tenant = "t" }, Device with { User = "Ann" }, Device with { Device = "D1" }];
        foreach ((DeviceKey device, int n) in devices.Select((device, n) => (device, n)))
            await MarkAsync(MarkOf(device, n));

        for (int n = 0; n < devices.Length; n++)
            Assert.Equal(n, (await ReadMarkAsync(devices[n]))!.Acknowledged);
    }

    /// <summary>A unit that throws notes and forgets nothing.</summary>
    [Fact]
    public async Task Mark_UnitThrows_LeavesNothing()
    {
        await RecordAsync(RecordOf(Key("a")));

        await Assert.ThrowsAsync<UnitFailure>(() => Store.ExecuteAsync<bool>(async (transaction, token) =>
        {
            await transaction.ReadMarkAsync(Device, token);
            transaction.Mark(MarkOf(Device, 7));
            await transaction.SaveAsync(token);
            throw new UnitFailure();
        }));

        Assert.Null(await ReadMarkAsync(Device));
        Assert.Single(await ClaimAsync(Key("a")));
    }

    /// <summary>What the device acknowledged of its generation is forgotten; what else there is stays.</summary>
    [Fact]
    public async Task Mark_Acknowledges_ForgetsWhatIsAtOrBelow()
    {
        IdempotencyRecord[] forgotten = [RecordOf(Key("one")) with { Number = 1 }, RecordOf(Key("seven")) with { Number = 7 }];
        IdempotencyRecord[] kept =
        [
            RecordOf(Key("eight")) with { Number = 8 },
            RecordOf(Key("unnumbered")) with { Number = null, Generation = null },
            RecordOf(Key("other generation")) with { Number = 1, Generation = "G1" },
            RecordOf(Key("other device", device: "D1")) with { Number = 1 },
            RecordOf(Key("other user", user: "bob")) with { Number = 1 },
            RecordOf(Key("other tenant", tenant: "t")) with { Number = 1 },
        ];
        IdempotencyKey[] keys = [.. forgotten.Concat(kept).Select(record => record.Key)];
        await RecordAsync([.. forgotten, .. kept]);

        await MarkAsync(MarkOf(Device, 7));

        Assert.Equal(kept.Select(record => record.Key).Order(), (await ClaimAsync(keys)).Keys.Order());
    }

    /// <summary>Units that change one device's mark run one after the other.</summary>
    [Fact]
    public async Task Units_OnOneDeviceAtOnce_LoseNothing()
    {
        await InParallelAsync(_ => Store.ExecuteAsync(async (transaction, token) =>
        {
            long acknowledged = (await transaction.ReadMarkAsync(Device, token))?.Acknowledged ?? 0;
            transaction.Mark(MarkOf(Device, acknowledged + 1));
            return true;
        }));

        Assert.Equal(Parallelism, (await ReadMarkAsync(Device))!.Acknowledged);
    }

    /// <summary>Unnumbered records from before the moment are forgotten, and counted.</summary>
    [Fact]
    public async Task Forget_ByAge_TakesOldUnnumberedRecordsOnly()
    {
        IdempotencyRecord unnumbered = RecordOf(Key("old")) with { Number = null, Generation = null };
        DateTimeOffset moment = unnumbered.RecordedAt;
        await RecordAsync(
            unnumbered with { RecordedAt = moment.AddTicks(-1).ToOffset(TimeSpan.FromHours(5)) },
            unnumbered with { Key = Key("at"), RecordedAt = moment },
            RecordOf(Key("numbered")) with { RecordedAt = moment.AddYears(-1) });

        Assert.Equal(1, await Store.ForgetAsync(moment));

        Assert.Equal([Key("at"), Key("numbered")], (await ClaimAsync(Key("at"), Key("numbered"), Key("old"))).Keys.Order());
        Assert.Equal(0, await Store.ForgetAsync(moment));
    }

    private Task<DeviceMark?> ReadMarkAsync(DeviceKey device) =>
        Store.ExecuteAsync((transaction, token) => transaction.ReadMarkAsync(device, token));

    private Task<bool> MarkAsync(params DeviceMark[] marks) => Store.ExecuteAsync(async (transaction, token) =>
    {
        await transaction.ReadMarkAsync(marks[0].Key, token);
        foreach (DeviceMark mark in marks)
            transaction.Mark(mark);
        return true;
    });

    private static DeviceMark MarkOf(DeviceKey device, long acknowledged) => new()
    {
        Key = device,
        Generation = "g1",
        Acknowledged = acknowledged,
        SeenAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567),
    };

    private static void AssertSame(DeviceMark expected, DeviceMark actual)
    {
        Assert.Equal(expected with { InFlight = actual.InFlight, Retired = actual.Retired }, actual);
        Assert.Equal(expected.InFlight.OrderBy(n => n.Key), actual.InFlight.OrderBy(n => n.Key));
        Assert.Equal(expected.Retired, actual.Retired);
    }
}
