using Athens.Ptw.Host.Demo;
using Athens.Ptw.Permits;
using Athens.Sync;

namespace Athens.Ptw.Host.Tests.Demo;

/// <summary>The demo's last word: it fails for any difference, and where it had nothing to show.</summary>
public sealed class DemoResultTests
{
    private static readonly HeldEntity Permit = new(new EntityId("permit", "a"), 2, FieldValues.Parse("""{ "title": "Weld", "ppe": ["x"] }"""));

    [Fact]
    public void AResult_OfEqualStates_IsSound_InWhateverOrderTheirFieldsAre()
    {
        HeldEntity same = Permit with { State = FieldValues.Parse("""{ "ppe": [ "x" ], "title": "Weld" }""") };

        Assert.True(Result(Held(Permit), Held(same)).IsSound);
    }

    [Fact]
    public void AResult_OfStatesThatDiffer_IsNotSound()
    {
        Assert.False(Result(Held(Permit), Held(Permit with { Version = 3 })).IsSound);
        Assert.False(Result(Held(Permit), Held(Permit with { State = Permit.State.With("title", Permit.State["ppe"]) })).IsSound);
        Assert.False(Result(Held(Permit), Held(Permit with { Id = new EntityId("permit", "b") })).IsSound);
        Assert.False(Result(Held(Permit), Held()).IsSound);
        Assert.False(Result(Held(Permit), Held(Permit, Permit with { Id = new EntityId("permit", "b") })).IsSound);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 1)]
    public void AResult_WithoutAMergeOrAConflict_OrWithSomethingLeft_IsNotSound(int merges, int conflicts, int unsettled) =>
        Assert.False(new DemoResult([Held(Permit), Held(Permit)], merges, conflicts, unsettled).IsSound);

    private static DemoResult Result(params HeldState[] held) => new(held, 1, 1, 0);

    private static HeldState Held(params HeldEntity[] entities) => new("someone", entities);
}
