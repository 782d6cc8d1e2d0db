using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Roles;

namespace Athens.Ptw.Host.Tests.Roles;

public sealed class RightsTableTests
{
    [Fact]
    public void Moves_AndTheTwoStateMachines_NameTheSameMoves()
    {
        IEnumerable<string> legal = Moves(EntityName.Permit, PermitStatus.Transitions)
            .Concat(Moves(EntityName.IsolationPoint, IsolationStatus.Transitions));
        IEnumerable<string> listed = RightsTable.Moves.Select(right => $"{right.Entity} {right.From} {right.To}");

        Assert.Equal(legal.Order(), listed.Order());
    }

    [Theory]
    [InlineData("permit", "create", "requester")]
    [InlineData("permit", "update", "requester")]
    [InlineData("permit", "delete", "")]
    [InlineData("isolation_point", "create", "isolator")]
    [InlineData("isolation_point", "update", "isolator")]
    [InlineData("isolation_point", "delete", "")]
    [InlineData("closeout", "create", "requester")]
    [InlineData("closeout", "update", "requester")]
    [InlineData("gas_reading", "append", "requester,isolator,verifier")]
    [InlineData("permit_photo", "append", "requester")]
    [InlineData("signature", "append", "requester,isolator,verifier,approver")]
    public void Allows_EachOperation_TheRolesOfTheTableAndAdmin(string entity, string operation, string roles) =>
        Assert.Equal(Listed(roles), Role.OfUsers.Where(role => RightsTable.Allows(role, entity, operation)));

    [Theory]
    [InlineData("draft", "submitted", "requester")]
    [InlineData("draft", "cancelled", "requester")]
    [InlineData("submitted", "under_review", "verifier")]
    [InlineData("submitted", "rejected", "approver")]
    [InlineData("submitted", "draft", "requester")]
    [InlineData("under_review", "approved", "approver")]
    [InlineData("under_review", "rejected", "approver")]
    [InlineData("under_review", "submitted", "verifier")]
    [InlineData("approved", "active", "approver")]
    [InlineData("approved", "cancelled", "requester,approver")]
    [InlineData("active", "completed", "approver")]
    [InlineData("active", "suspended", "approver")]
    [InlineData("active", "expired", "")]
    [InlineData("suspended", "active", "approver")]
    [InlineData("suspended", "cancelled", "requester,approver")]
    [InlineData("rejected", "draft", "requester")]
    public void AllowsMove_OfAPermit_TheRolesOfTheTableAndAdmin(string from, string to, string roles) =>
        Assert.Equal(Listed(roles), Role.OfUsers.Where(role => RightsTable.AllowsMove(role, EntityName.Permit, from, to)));

    [Theory]
    [InlineData("assigned", "isolated", "isolator")]
    [InlineData("isolated", "verified", "verifier")]
    [InlineData("verified", "deisolated", "isolator")]
    public void AllowsMove_OfAnIsolationPoint_TheRolesOfTheTableAndAdmin(string from, string to, string roles) =>
        Assert.Equal(Listed(roles), Role.OfUsers.Where(role => RightsTable.AllowsMove(role, EntityName.IsolationPoint, from, to)));

    [Theory]
    [InlineData("emergency", "")]
    [InlineData("high", "requester,isolator,verifier,approver")]
    public void AllowsValue_OfAPermitsPriority_TheRolesOfTheTableAndAdmin(string priority, string roles) =>
        Assert.Equal(Listed(roles), Role.OfUsers.Where(role => RightsTable.AllowsValue(role, EntityName.Permit, nameof(Permit.Priority), priority)));

    [Fact]
    public void AllowsMove_ToExpired_IsTheSystems() =>
        Assert.True(RightsTable.AllowsMove(Role.System, EntityName.Permit, PermitStatus.Active, PermitStatus.Expired));

    [Fact]
    public void Allows_ARoleThatNobodyKnows_Nothing() =>
        Assert.DoesNotContain(RightsTable.Operations, right => RightsTable.Allows("owner", right.Entity, right.Operation));

    private static IEnumerable<string> Listed(string roles) =>
        roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Append(Role.Admin);

    private static IEnumerable<string> Moves(string entity, IReadOnlyDictionary<string, string[]> transitions) =>
        transitions.SelectMany(from => from.Value.Select(to => $"{entity} {from.Key} {to}"));
}
