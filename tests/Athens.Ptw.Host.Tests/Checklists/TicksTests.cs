using System.Text.Json;
using Athens.Ptw.Checklists;

namespace Athens.Ptw.Host.Tests.Checklists;

public sealed class TicksTests
{
    [Theory]
    [InlineData("""{ "a": true }""", true)]
    [InlineData("""{ "a": false }""", false)]
    [InlineData("""{ "a": { "done": true, "comments": "ok" } }""", true)]
    [InlineData("""{ "a": { "done": false } }""", false)]
    [InlineData("""{ "a": { "comments": "done" } }""", false)]
    [InlineData("""{ "a": "true" }""", false)]
    [InlineData("""{ "a": 1 }""", false)]
    [InlineData("""{ "a": null }""", false)]
    [InlineData("""{ "A": true }""", false)]
    [InlineData("{ }", false)]
    public void IsDone_EitherForm_OnlyTrueIsDone(string checklist, bool done) =>
        Assert.Equal(done, Ticks.IsDone(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(checklist)!, "a"));
}
