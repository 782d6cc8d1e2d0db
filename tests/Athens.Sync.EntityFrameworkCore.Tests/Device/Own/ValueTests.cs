using System.Globalization;
using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Testing;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Values go from one app's table to the other's without a change, and are never taken for edits.</summary>
public sealed class ValueTests : DeviceTest
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.FromMinutes(330)).AddTicks(1_234_567);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(9_007_199_254_740_993)]
    public Task Long_ArrivesToTheDigit(long value) => CheckAsync(j => j.Serial = value, j => j.Serial);

    [Theory]
    [InlineData("1.10")]
    [InlineData("1.1")]
    [InlineData("0.00")]
    [InlineData("-0.10")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    public Task Decimal_ArrivesWithItsScale(string value) =>
        CheckAsync(j => j.Amount = decimal.Parse(value, CultureInfo.InvariantCulture), j => j.Amount.ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.30000000000000004)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public Task Double_ArrivesToTheBit(double value) => CheckAsync(j => j.Ratio = value, j => BitConverter.DoubleToInt64Bits(j.Ratio));

    [Fact]
    public Task Timestamp_ArrivesWithItsTicksAndOffset() => CheckAsync(j => j.DueAt = At, j => (j.DueAt!.Value.Ticks, j.DueAt.Value.Offset));

    [Fact]
    public Task Timestamp_OfTheFarPast_ArrivesToo() => CheckAsync(j => j.DueAt = DateTimeOffset.MinValue.AddDays(2).ToOffset(TimeSpan.FromHours(-11)), j => (j.DueAt!.Value.Ticks, j.DueAt.Value.Offset));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("  both ends ")]
    [InlineData("\u00e9")]
    [InlineData("e\u0301")]
    [InlineData("\U0001F525 \u202eright to left \u2028")]
    [InlineData("null")]
    public async Task Text_ArrivesCharacterByCharacter(string value)
    {
        await CheckAsync(j => j.Title = value, j => j.Title);
        await CheckAsync(j => j.Notes = value, j => j.Notes);
    }

    [Fact]
    public async Task Null_AndEmpty_ArriveAsTwoThings()
    {
        string id = await SharedAsync(j => j.Notes = "");
        Assert.Equal("", (await B.GetAsync(id)).Notes);

        await A.EditAsync(id, j => j.Notes = null);
        await ConvergeAsync();

        Assert.Null((await B.GetAsync(id)).Notes);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("1.10")]
    [InlineData("{\"b\":1,\"a\":[null,\"\"]}")]
    public Task Json_ArrivesToTheLetter(string json) => CheckAsync(j => j.Checks["x"] = JsonElement.Parse(json), j => j.Checks["x"].GetRawText());

    [Fact]
    public Task Enumeration_Arrives() => CheckAsync(j => j.Kind = JobKind.HotWork, j => j.Kind);

    [Theory]
    [MemberData(nameof(ExactValues.Keys), MemberType = typeof(ExactValues))]
    public async Task Keys_ThatDifferInTheLeast_AreTwoRows(string one, string other)
    {
        await A.AddAsync(new Job { Id = one, Title = "one" });
        await A.AddAsync(new Job { Id = other, Title = "other" });

        await A.SyncAsync();
        await B.SyncAsync();

        Assert.Equal(("one", "other"), ((await B.GetAsync(one)).Title, (await B.GetAsync(other)).Title));
        await B.EditAsync(one, j => j.Title = "edited");
        await ConvergeAsync();
        Assert.Equal(("edited", "other"), ((await A.GetAsync(one)).Title, (await A.GetAsync(other)).Title));
    }

    [Fact]
    public async Task Base_OfAnEdit_IsTheServersJsonAndNotWrittenAnew()
    {
        string id = await SharedAsync();
        await Server.PushAsync(new() { DeviceId = "other", Changes = [new Change { Entity = "job", Op = ChangeOp.Update, OfflineId = "x", ServerId = id, ClientVersion = 1, Data = FieldValues.Parse("""{"ratio":1e2,"due_at":"2026-03-29T00:00:00Z"}""") }] }, new() { User = "x", Scopes = ["north"] });
        await A.SyncAsync();

        await A.EditAsync(id, j => (j.Ratio, j.DueAt) = (101, At));

        Assert.Equal(FieldValues.Parse("""{"ratio":1e2,"due_at":"2026-03-29T00:00:00Z"}""").ToJson(), Assert.Single(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending).Change.Base!.ToJson());
        Assert.Equal(1, (await A.SyncAsync()).Applied);
    }

    private async Task CheckAsync<T>(Action<Job> edit, Func<Job, T> read)
    {
        var expected = new Job();
        edit(expected);
        string id = await SharedAsync(edit);

        Assert.Equal(read(expected), read(await A.GetAsync(id)));
        Assert.Equal(read(expected), read(await B.GetAsync(id)));
        await B.EditAsync(id, j => j.Counter++);
        Assert.Equal(["counter"], (await B.OutboxAsync())[^1].Change.Data.Keys);
        await B.SyncAsync();
        await A.SyncAsync();
        Assert.Equal(read(expected), read(await A.GetAsync(id)));
        Assert.DoesNotContain(await A.OutboxAsync(), i => i.Status is not OutboxStatus.Synced);
        Assert.DoesNotContain(await B.OutboxAsync(), i => i.Status is not OutboxStatus.Synced);
    }
}
