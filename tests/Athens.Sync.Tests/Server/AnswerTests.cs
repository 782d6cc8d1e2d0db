using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>What the answer to a change that was taken in tells beyond that.</summary>
public sealed class AnswerTests
{
    private static string? Told(string sent, AppliedStatus status, ServerEntity? before, ServerEntity after) =>
        Answer.Data(JobModel.Create().Entity("job"), Look.Change(sent), status, before, after)?.ToJson();

    [Fact]
    public void Applied_TellsWhatIsStoredOtherwiseThanSent_AndWhatElseMoved()
    {
        Assert.Null(Told("""{"title":"mine","counter":11.0}""", AppliedStatus.Applied, Judged.Row, Judged.With("""{"title":"mine","counter":11}""")));
        Assert.Equal(
            """{"title":"MINE","approved_by":"C"}""",
            Told("""{"title":"mine"}""", AppliedStatus.Applied, Judged.Row, Judged.With("""{"title":"MINE","approved_by":"C"}""")));
    }

    [Fact]
    public void Merged_TellsWhatEachSentFieldBecame() =>
        Assert.Equal("""{"title":"t","notes":"n"}""", Told("""{"title":"t","notes":"n"}""", AppliedStatus.Merged, Judged.Row, Judged.With("""{"notes":"n"}""")));

    [Fact]
    public void Create_TellsWhatTheServerFilledIn_ButNoNulls() =>
        Assert.Equal("""{"priority":0,"status":"submitted"}""", Told("""{"title":"t"}""", AppliedStatus.Applied, null, Judged.Row with { State = World.F("""{"title":"t","notes":null,"priority":0,"status":"submitted"}""") }));

    [Fact]
    public void Restore_TellsTheWholeState() =>
        Assert.Equal(Judged.Row.State.Where(name => name is not "title").ToJson(), Told("""{"title":"t"}""", AppliedStatus.Applied, Judged.Row with { IsDeleted = true }, Judged.Row));

    [Fact]
    public void Delete_TellsNothing() =>
        Assert.Null(Told("{}", AppliedStatus.Merged, Judged.Row, Judged.With("""{"title":"x"}""") with { IsDeleted = true }));

    [Fact]
    public void WhatTheModelHasNot_IsToldOnlyAsIgnored()
    {
        Assert.Null(Told("""{"gone":1}""", AppliedStatus.Merged, Judged.Row, Judged.With("""{"gone":2}""")));
        Assert.Equal(["gone"], Answer.Ignored(JobModel.Create().Entity("job"), Look.Change("""{"title":"t","gone":1}"""))!);
        Assert.Null(Answer.Ignored(JobModel.Create().Entity("job"), Look.Change("""{"title":"t"}""")));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", false)]
    [InlineData("""{"a":1}""", """{"a":2}""", true)]
    [InlineData("""{"a":1}""", """{"b":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", true)]
    public void Differs_WhereAFieldIsAnother(string before, string after, bool differs) =>
        Assert.Equal(differs, Answer.Differs(World.F(before), World.F(after)));
}
