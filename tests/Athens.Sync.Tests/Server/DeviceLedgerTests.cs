using Athens.Sync.Changes;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>The account of a device's change numbers.</summary>
public sealed class DeviceLedgerTests
{
    private const int InFlightMax = 3;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly DeviceMark Mark = new()
    {
        Key = new DeviceKey("", "u", "d"),
        Generation = "g",
        Acknowledged = 4,
        InFlight = new Dictionary<long, string> { [5] = "o5", [6] = "o6" },
        Retired = ["before"],
        SeenAt = DateTimeOffset.UnixEpoch,
    };

    private static PushBatch Batch(long? acknowledged, params long?[] numbers) => new()
    {
        Changes = [.. numbers.Select(n => new Change { Entity = "job", Op = ChangeOp.Update, OfflineId = $"o{n}", Number = n })],
        Caller = World.Caller("u"),
        Device = "d",
        Acknowledged = acknowledged,
        Scope = "north",
        Keys = new KeyMap(JobModel.Create()),
        Unresolved = [],
    };

    private static DeviceMark Advance(DeviceMark? mark, PushBatch batch, string generation = "g") => DeviceLedger.Advance(mark, batch, generation, Now, InFlightMax);

    private static string Told(DeviceMark mark) => $"{mark.Generation} to {mark.Acknowledged}; {string.Join(' ', mark.InFlight.OrderBy(n => n.Key).Select(n => $"{n.Key}:{n.Value}"))}; {string.Join(' ', mark.Retired)}";

    [Fact]
    public void Device_ThatIsNew_BeginsAnAccount()
    {
        DeviceMark mark = Advance(null, Batch(0, 1, 2));
        Assert.Equal((Mark.Key, Now, "g to 0; 1:o1 2:o2; "), (mark.Key, mark.SeenAt, Told(mark)));
    }

    [Theory]
    [InlineData(4L, new long[] { 7 }, "g to 4; 5:o5 6:o6 7:o7; before")]
    [InlineData(5L, new long[] { 6, 7 }, "g to 5; 6:o6 7:o7; before")]
    [InlineData(6L, new long[] { }, "g to 6; ; before")]
    [InlineData(null, new long[] { 7 }, "g to 4; 5:o5 6:o6 7:o7; before")]
    [InlineData(4L, new long[] { 4, 3 }, "g to 4; 5:o5 6:o6; before")]
    public void Account_HoldsWhatIsAboveTheMark(long? acknowledged, long[] numbers, string expected)
    {
        DeviceMark mark = Advance(Mark, Batch(acknowledged, [.. numbers.Cast<long?>()]));
        Assert.Equal((Now, expected), (mark.SeenAt, Told(mark)));
    }

    [Fact]
    public void Change_WithoutANumber_IsNotOfTheAccount() => Assert.Equal("g to 4; 5:o5 6:o6; before", Told(Advance(Mark, Batch(4, [null]))));

    [Fact]
    public void Acknowledgement_ThatGoesBack_IsADeviceThatLostItsMemory() =>
        Assert.Contains("had acknowledged up to 4", Assert.Throws<RegistrationRequiredException>(() => Advance(Mark, Batch(3))).Message, StringComparison.Ordinal);

    [Fact]
    public void Number_ThatStandsForAnotherChange_IsATwin()
    {
        PushBatch batch = Batch(4, 5);
        Assert.Throws<RegistrationRequiredException>(() => Advance(Mark, batch with { Changes = [batch.Changes[0] with { OfflineId = "other" }] }));
        Assert.Equal("g to 5; ; before", Told(Advance(Mark with { InFlight = new Dictionary<long, string> { [5] = "o5" } }, Batch(5, 5))));
    }

    [Fact]
    public void Flood_WithoutAcknowledgement_IsRefusedAboveTheLimit()
    {
        Assert.Equal(InFlightMax, Advance(Mark, Batch(4, 7)).InFlight.Count);
        Assert.Contains("4 changes", Assert.Throws<QuotaExceededException>(() => Advance(Mark, Batch(4, 7, 8))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generation_ThatIsNew_BeginsAnew_AndTheFormerOneIsNoGoodAnyMore()
    {
        DeviceMark mark = Advance(Mark, Batch(0, 1), "next");
        Assert.Equal((Mark.Key, "next to 0; 1:o1; before g"), (mark.Key, Told(mark)));
        Assert.Throws<RegistrationRequiredException>(() => Advance(mark, Batch(6), "g"));
        Assert.Throws<RegistrationRequiredException>(() => Advance(Mark, Batch(6), "before"));
    }

    [Fact]
    public void Generations_AreRemembered_TheLatestSixteen()
    {
        DeviceMark mark = Mark with { Retired = [.. Enumerable.Range(0, 16).Select(n => $"r{n}")] };
        Assert.Equal([.. Enumerable.Range(1, 15).Select(n => $"r{n}"), "g"], Advance(mark, Batch(0), "next").Retired);
    }
}
