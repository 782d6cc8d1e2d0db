using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;

namespace Athens.Ptw.Host.Tests.Permits;

public sealed class TransitionsTests
{
    [Theory]
    [InlineData("draft", "submitted,cancelled")]
    [InlineData("submitted", "under_review,rejected,draft")]
    [InlineData("under_review", "approved,rejected,submitted")]
    [InlineData("approved", "active,cancelled")]
    [InlineData("active", "completed,suspended,expired")]
    [InlineData("suspended", "active,cancelled")]
    [InlineData("rejected", "draft")]
    [InlineData("completed", "")]
    [InlineData("expired", "")]
    [InlineData("cancelled", "")]
    public void Permit_FromEachState_MovesWhereItMay(string from, string to) =>
        Assert.Equal(to, string.Join(',', PermitStatus.Transitions[from]));

    [Fact]
    public void Permit_EveryStateThatIsMovedTo_IsListed() =>
        Assert.All(PermitStatus.Transitions.Values.SelectMany(to => to), to => Assert.Contains(to, PermitStatus.Transitions.Keys));

    [Theory]
    [InlineData("assigned", "isolated")]
    [InlineData("isolated", "verified")]
    [InlineData("verified", "deisolated")]
    [InlineData("deisolated", "")]
    public void IsolationPoint_FromEachState_MovesOnlyOn(string from, string to) =>
        Assert.Equal(to, string.Join(',', IsolationStatus.Transitions[from]));
}
