using System.Text.Json.Nodes;
using Athens.Ptw.Catalogue;

namespace Athens.Ptw.Host.Tests.Catalogue;

public sealed class CatalogueFileTests
{
    [Fact]
    public void Load_TheHostsOwnFile_HasTheTypesThatASiteWorksBy()
    {
        PermitCatalogue catalogue = CatalogueFile.Default;

        Assert.True(catalogue.Types.Count >= 12);
        foreach (string code in new[] { "hot_work", "confined_space", "electrical_isolation", "work_at_height", "excavation" })
            Assert.NotNull(catalogue.Find(code));
    }

    [Fact]
    public void Load_ConfinedSpace_NamesTheFourGasesAndIsolation()
    {
        PermitType type = CatalogueFile.Default.Find("confined_space")!;

        Assert.Equal(["o2", "lel", "h2s", "co"], type.GasLimits.Select(limit => limit.Gas));
        Assert.True(type.RequiresIsolation);
    }

    [Fact]
    public void Find_AnUnknownCode_IsNull() =>
        Assert.Null(CatalogueFile.Default.Find("Hot_Work"));

    [Fact]
    public void Load_NoSuchFile_NamesThePath()
    {
        CatalogueException e = Assert.Throws<CatalogueException>(() => CatalogueFile.Load("/no/such/types.json"));

        Assert.Contains("/no/such/types.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SomethingThatIsNoJson_NamesTheSourceAndThePlace()
    {
        CatalogueException e = Assert.Throws<CatalogueException>(() => CatalogueFile.Parse("{ \"ppe\": [ }", "types.json"));

        Assert.Contains("types.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("LineNumber", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("mandatory_ppe")]
    [InlineData("checklist")]
    [InlineData("max_duration_hours")]
    [InlineData("requires_isolation")]
    public void Parse_AMemberLeftOut_NamesIt(string member) =>
        Assert.Contains(member, Refused(type => type.Remove(member)), StringComparison.Ordinal);

    [Fact]
    public void Parse_AMemberMisspelt_NamesIt() =>
        Assert.Contains("mandatory_pep", Refused(type => type["mandatory_pep"] = new JsonArray()), StringComparison.Ordinal);

    [Theory]
    [InlineData("code", "\"Hot Work\"", "snake_case")]
    [InlineData("name", "\" \"", "name is empty")]
    [InlineData("description", "\"\"", "description is empty")]
    [InlineData("risk_level", "\"awful\"", "risk_level 'awful' is none of low, medium, high, critical")]
    [InlineData("max_duration_hours", "0", "max_duration_hours 0")]
    [InlineData("max_duration_hours", "1000", "max_duration_hours 1000")]
    [InlineData("mandatory_ppe", "[\"sandals\"]", "mandatory_ppe names 'sandals', which the ppe list lacks")]
    [InlineData("mandatory_ppe", "[\"helmet\",\"helmet\"]", "mandatory_ppe names 'helmet' twice")]
    [InlineData("checklist", "[]", "checklist is empty")]
    [InlineData("checklist", "[null]", "null")]
    [InlineData("checklist", "[{\"key\":\"a\",\"text\":\"A\"},{\"key\":\"a\",\"text\":\"B\"}]", "checklist has the key 'a' twice")]
    [InlineData("checklist", "[{\"key\":\"a b\",\"text\":\"A\"}]", "checklist has the key 'a b'")]
    [InlineData("closeout_checklist", "[{\"key\":\"a\",\"text\":\"\"}]", "closeout_checklist has no text for 'a'")]
    [InlineData("requires_gas_test", "false", "gas_limits names gases, and requires_gas_test is false")]
    [InlineData("gas_limits", "[]", "requires_gas_test is true, and gas_limits names no gas")]
    [InlineData("gas_limits", "[{\"gas\":\"o2\",\"name\":\"O\",\"unit\":\"%\"}]", "gas_limits sets no limit for 'o2'")]
    [InlineData("gas_limits", "[{\"gas\":\"o2\",\"name\":\"O\",\"unit\":\"%\",\"at_least\":5,\"at_most\":4}]", "gas_limits leaves no safe value for 'o2'")]
    [InlineData("gas_limits", "[{\"gas\":\"o2\",\"name\":\"O\",\"unit\":\"\",\"below\":5}]", "gas_limits has no unit for 'o2'")]
    public void Parse_AMemberThatCannotBe_SaysWhatIsWrong(string member, string value, string problem) =>
        Assert.Contains(problem, Refused(type => type[member] = JsonNode.Parse(value)), StringComparison.Ordinal);

    [Fact]
    public void Parse_TwoTypesWithOneCode_NamesTheCode()
    {
        JsonObject document = Sound();
        document["permit_types"]!.AsArray().Add(document["permit_types"]![0]!.DeepClone());

        Assert.Contains("'hot_work' is listed twice", Refused(document), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralThingsWrong_NamesThemAll()
    {
        CatalogueException e = Assert.Throws<CatalogueException>(() => CatalogueFile.Parse(
            Altered(type => { type["name"] = ""; type["max_duration_hours"] = 0; }).ToJsonString(), "types.json"));

        Assert.Equal(2, e.Problems.Count);
        Assert.All(e.Problems, problem => Assert.Contains("'hot_work'", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_ASoundDocument_IsTaken() =>
        Assert.Single(CatalogueFile.Parse(Sound().ToJsonString(), "types.json").Types);

    private static string Refused(Action<JsonObject> alter) => Refused(Altered(alter));

    private static string Refused(JsonObject document) =>
        Assert.Throws<CatalogueException>(() => CatalogueFile.Parse(document.ToJsonString(), "types.json")).Message;

    private static JsonObject Altered(Action<JsonObject> alter)
    {
        JsonObject document = Sound();
        alter(document["permit_types"]![0]!.AsObject());
        return document;
    }

    private static JsonObject Sound() => JsonNode.Parse("""
        { "ppe": [ { "code": "helmet", "name": "Helmet" } ],
          "permit_types": [ {
            "code": "hot_work", "name": "Hot work", "description": "Work with a flame.", "risk_level": "high",
            "mandatory_ppe": [ "helmet" ],
            "checklist": [ { "key": "fire_watch", "text": "A fire watch is posted" } ],
            "control_measures": [],
            "requires_gas_test": true,
            "gas_limits": [ { "gas": "o2", "name": "Oxygen", "unit": "%", "at_least": 19.5, "at_most": 23.5 } ],
            "requires_isolation": false, "max_duration_hours": 8,
            "closeout_checklist": [ { "key": "area_clean", "text": "The area is clean" } ] } ] }
        """)!.AsObject();
}
