using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gates;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using static Athens.Ptw.Host.Tests.Gates.PermitFiles;

namespace Athens.Ptw.Host.Tests.Gates;

public sealed class PermitGateTests
{
    public static TheoryData<string> TypeCodes => [.. SitesCatalogue.Types.Select(type => type.Code)];

    [Theory]
    [MemberData(nameof(TypeCodes))]
    public void BeforeWork_EverythingThatTheTypeAsksFor_IsOpen(string code)
    {
        Assert.Empty(Codes(ReadyToStart(code), PermitStatus.Approved));
        Assert.Empty(Codes(ReadyToStart(code), PermitStatus.Active));
        Assert.Empty(Codes(ReadyToComplete(code), PermitStatus.Completed));
    }

    [Theory]
    [InlineData(PermitStatus.Approved)]
    [InlineData(PermitStatus.Active)]
    public void BeforeWork_PpeOfTheTypeLeftOut_IsNamed(string to)
    {
        PermitFile file = ReadyToStart("hot_work");
        file.Permit.PpeRequirements.Remove("welding_shield");

        Blocker blocker = Assert.Single(PermitGate.Blockers(SitesCatalogue, file, to));
        Assert.Equal(new Blocker("ppe_missing", "ppe_requirements", "Hot work needs the PPE 'welding_shield'."), blocker);
    }

    [Fact]
    public void BeforeWork_MorePpeThanTheTypeNames_IsOpen()
    {
        PermitFile file = ReadyToStart("hot_work");
        file.Permit.PpeRequirements.Add("our_own_apron");

        Assert.Empty(Codes(file, PermitStatus.Approved));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("""{ "done": false, "comments": "waiting" }""")]
    public void BeforeWork_AnItemNotTicked_IsNamed(string item)
    {
        PermitFile file = ReadyToStart("hot_work");
        file.Permit.SafetyChecklist["fire_watch_posted"] = JsonElement.Parse(item);

        Blocker blocker = Assert.Single(PermitGate.Blockers(SitesCatalogue, file, PermitStatus.Approved));
        Assert.Equal("checklist_open", blocker.Code);
        Assert.Contains("fire_watch_posted", blocker.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void BeforeWork_ItemsThatTheCatalogueLacks_AreNotAskedFor()
    {
        PermitFile file = ReadyToStart("hot_work");
        file.Permit.SafetyChecklist["local_rule"] = JsonElement.Parse("false");

        Assert.Empty(Codes(file, PermitStatus.Approved));
    }

    [Fact]
    public void BeforeWork_AGasNotTested_IsNamed()
    {
        PermitFile file = ReadyToStart("hot_work") with { GasReadings = [Reading("o2", 20.9m, 0)] };

        Blocker blocker = Assert.Single(PermitGate.Blockers(SitesCatalogue, file, PermitStatus.Active));
        Assert.Equal(new Blocker("gas_untested", "gas_reading", "There is no reading of Flammable gas ('lel')."), blocker);
    }

    [Fact]
    public void BeforeWork_OnlyTheLatestReadingOfAGas_Counts()
    {
        PermitFile file = ReadyToStart("hot_work");

        Assert.Empty(Codes(file with { GasReadings = [Reading("o2", 20.9m, 0), Reading("lel", 0, 9), Reading("lel", 8, 0)] }, PermitStatus.Active));
        Assert.Equal(["gas_unsafe"], Codes(file with { GasReadings = [Reading("o2", 20.9m, 0), Reading("lel", 8, 9), Reading("lel", 0, 0)] }, PermitStatus.Active));
    }

    [Fact]
    public void BeforeWork_TwoReadingsAtTheLatestTime_BothMustBeSafe()
    {
        PermitFile file = ReadyToStart("hot_work") with
        {
            GasReadings = [Reading("o2", 20.9m, 0), Reading("lel", 0, 5), Reading("lel", 8, 5)],
        };

        Assert.Equal(["gas_unsafe"], Codes(file, PermitStatus.Active));
    }

    [Fact]
    public void BeforeWork_AReadingOutsideItsLimits_SaysWhatIsSafe()
    {
        PermitFile file = ReadyToStart("hot_work") with { GasReadings = [Reading("O2", 18.5m, 0), Reading("LEL", 0, 0)] };

        Blocker blocker = Assert.Single(PermitGate.Blockers(SitesCatalogue, file, PermitStatus.Active));
        Assert.Equal("The latest reading of Oxygen is 18.5 %: safe is at least 19.5 and at most 23.5 %.", blocker.Sentence);
    }

    [Fact]
    public void BeforeWork_AReadingInAnotherUnit_IsNotTakenForSafe()
    {
        PermitFile file = ReadyToStart("hot_work") with { GasReadings = [Reading("o2", 20.9m, 0), Reading("lel", 0, 0, "ppm")] };

        Assert.Equal(["gas_unit"], Codes(file, PermitStatus.Active));
    }

    [Fact]
    public void BeforeWork_IsolationRequiredAndNoPoint_Blocks()
    {
        PermitFile file = ReadyToStart("electrical_isolation") with { IsolationPoints = [] };

        Assert.Equal(["isolation_missing"], Codes(file, PermitStatus.Approved));
    }

    [Theory]
    [InlineData(IsolationStatus.Assigned)]
    [InlineData(IsolationStatus.Isolated)]
    [InlineData(IsolationStatus.Deisolated)]
    public void BeforeWork_IsolationRequiredAndAPointNotVerified_Blocks(string status)
    {
        PermitFile file = ReadyToStart("electrical_isolation") with
        {
            IsolationPoints = [Point(IsolationStatus.Verified), Point(status)],
        };

        Assert.Equal(["isolation_unverified"], Codes(file, PermitStatus.Active));
    }

    [Fact]
    public void BeforeWork_IsolationNotRequired_IsOpenWithoutPoints() =>
        Assert.Empty(Codes(ReadyToStart("cold_work") with { IsolationPoints = [] }, PermitStatus.Active));

    [Fact]
    public void AfterWork_NoCloseout_Blocks() =>
        Assert.Equal(["closeout_missing"], Codes(ReadyToComplete("hot_work") with { Closeouts = [] }, PermitStatus.Completed));

    [Fact]
    public void AfterWork_ACloseoutItemNotTicked_IsNamed()
    {
        PermitFile file = ReadyToComplete("hot_work");
        file.Closeouts[0].Checklist.Remove("fire_watch_complete");

        Blocker blocker = Assert.Single(PermitGate.Blockers(SitesCatalogue, file, PermitStatus.Completed));
        Assert.Equal("closeout_open", blocker.Code);
        Assert.Contains("fire_watch_complete", blocker.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void AfterWork_TwoCloseoutsOfTwoDevices_CountTogether()
    {
        PermitFile file = ReadyToComplete("hot_work");
        Closeout first = file.Closeouts[0];
        Closeout second = new() { Checklist = new() { ["area_clean"] = first.Checklist["area_clean"] } };
        first.Checklist.Remove("area_clean");

        Assert.Empty(Codes(file with { Closeouts = [first, second] }, PermitStatus.Completed));
    }

    [Theory]
    [InlineData(IsolationStatus.Assigned)]
    [InlineData(IsolationStatus.Isolated)]
    [InlineData(IsolationStatus.Verified)]
    public void AfterWork_APointNotDeisolated_Blocks(string status)
    {
        PermitFile file = ReadyToComplete("hot_work") with { IsolationPoints = [Point(status)] };

        Assert.Equal(["isolation_remaining"], Codes(file, PermitStatus.Completed));
    }

    [Fact]
    public void Submit_TheSixFieldsOfADraft_AreEnough()
    {
        PermitFile ready = ReadyToStart("confined_space");
        ready.Permit.PpeRequirements.Clear();
        ready.Permit.SafetyChecklist.Clear();

        Assert.Empty(Codes(new PermitFile(ready.Permit), PermitStatus.Submitted));
    }

    [Fact]
    public void AnyGate_ATypeThatTheCatalogueLacks_IsNamed()
    {
        PermitFile file = ReadyToStart("hot_work");
        file.Permit.PermitType = "moon_walk";

        Assert.Equal(["unknown_permit_type"], Codes(file, PermitStatus.Submitted));
        Assert.Equal(["unknown_permit_type"], Codes(file, PermitStatus.Approved));
    }

    [Theory]
    [InlineData(PermitStatus.Draft)]
    [InlineData(PermitStatus.UnderReview)]
    [InlineData(PermitStatus.Rejected)]
    [InlineData(PermitStatus.Suspended)]
    [InlineData(PermitStatus.Cancelled)]
    [InlineData(PermitStatus.Expired)]
    public void OtherMoves_NeedNothing(string to) =>
        Assert.Empty(Codes(new PermitFile(ReadyToStart("confined_space").Permit), to));

    private static IEnumerable<string> Codes(PermitFile file, string to) =>
        PermitGate.Blockers(SitesCatalogue, file, to).Select(blocker => blocker.Code);
}
