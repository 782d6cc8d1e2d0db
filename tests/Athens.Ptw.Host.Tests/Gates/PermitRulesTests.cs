using Athens.Ptw.Catalogue;
using Athens.Ptw.Gates;
using Athens.Ptw.Permits;
using static Athens.Ptw.Host.Tests.Gates.PermitFiles;

namespace Athens.Ptw.Host.Tests.Gates;

public sealed class PermitRulesTests
{
    [Fact]
    public void Violations_OfADraftWithItsSixFields_None() =>
        Assert.Empty(PermitRules.Violations(SitesCatalogue, ReadyToStart("hot_work").Permit));

    [Fact]
    public void Violations_OfAnEmptyPermit_NameTheSixFields() =>
        Assert.Equal(
            ["title", "description", "location", "permit_type", "planned_start_time", "planned_end_time"],
            PermitRules.Violations(SitesCatalogue, new Permit()).Select(blocker => blocker.Field));

    [Fact]
    public void Violations_OfATypeThatTheCatalogueLacks_NameTheCode()
    {
        Permit permit = ReadyToStart("hot_work").Permit;
        permit.PermitType = "HOT_WORK";

        Blocker blocker = Assert.Single(PermitRules.Violations(SitesCatalogue, permit));
        Assert.Equal(new Blocker("unknown_permit_type", "permit_type", "The catalogue has no permit type 'HOT_WORK'."), blocker);
    }

    [Fact]
    public void Violations_OfAnEndThatIsNotAfterItsStart_NameTheEnd()
    {
        Permit permit = ReadyToStart("hot_work").Permit;
        permit.PlannedEndTime = permit.PlannedStartTime!.Value.ToUniversalTime();

        Assert.Equal("end_not_after_start", Assert.Single(PermitRules.Violations(SitesCatalogue, permit)).Code);
    }
}
