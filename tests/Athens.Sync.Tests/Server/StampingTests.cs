using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>The stamps that last_write_wins decides by: only of its own fields, never back, and never far ahead.</summary>
public sealed class StampingTests
{
    private static readonly EntityModel Job = JobModel.Create().Entity("job");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Stamp At = new(Now, "d");

    private static Dictionary<string, Stamp> Held(Stamp stamp) => new() { ["remark"] = stamp };

    [Theory]
    [InlineData(-3650 * 24 * 60, -3650 * 24 * 60)]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(3650 * 24 * 60, 5)]
    public void Clock_ThatIsAhead_CountsFiveMinutesAtMost(int minutes, int counted) =>
        Assert.Equal(new Stamp(Now.AddMinutes(counted), "d"), Stamping.Clamp(Now.AddMinutes(minutes), "d", Now));

    [Fact]
    public void Change_ThatDoesNotSayWhen_HasNoStamp() => Assert.Null(Stamping.Clamp(null, "d", Now));

    [Fact]
    public void Stamp_IsKeptOfTheFieldsThatAreDecidedByIt() =>
        Assert.Equal(Held(At), Stamping.Of(Job, ["title", "remark", "gone"], At));

    [Fact]
    public void Write_OfOtherFields_LeavesTheStamps()
    {
        Dictionary<string, Stamp> held = Held(At);
        Assert.Same(held, Stamping.With(held, Job, ["title"], new Stamp(Now.AddMinutes(1), "e")));
    }

    [Theory]
    [InlineData(1, "d", 1, "d")]
    [InlineData(-1, "d", 0, "d")]
    [InlineData(0, "e", 0, "e")]
    [InlineData(0, "c", 0, "d")]
    public void Stamp_NeverGoesBack(int minutes, string writer, int kept, string keptWriter) =>
        Assert.Equal(Held(new Stamp(Now.AddMinutes(kept), keptWriter)), Stamping.With(Held(At), Job, ["remark"], new Stamp(Now.AddMinutes(minutes), writer)));

    [Fact]
    public void Write_WithoutAStamp_LeavesNone_AndTheFormerRecordAsItWas()
    {
        Dictionary<string, Stamp> held = Held(At);
        Assert.Empty(Stamping.With(held, Job, ["remark"], null));
        Assert.Equal(Held(At), held);
    }
}
