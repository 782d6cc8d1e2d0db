using Athens.Sync.Conflicts;
using Athens.Sync.Device;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Conflicts;

/// <summary>A decision on a change without a verdict: the server may have taken it in.</summary>
public sealed class SetAsideTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceState State = new() { Generation = "g", NextNumber = 9, SetAside = [4, 6] };

    private static readonly OutboxItem Aside = Look.Item(5, Look.Change("""{"counter":6}""", """{"counter":1}""", 3) with { Number = 4 }, OutboxStatus.Failed) with
    {
        Generation = "g",
        IsSetAside = true,
        Attempts = 5,
        SettledAt = DateTimeOffset.UnixEpoch,
        Rejection = new RejectedChange { Entity = "job", OfflineId = "mine", Reason = RejectionReason.ValidationError },
    };

    private static DeviceDraft Resolve(Resolution resolution, OutboxItem item, DeviceState? state = null)
    {
        DeviceDraft draft = Look.Of(state ?? State, Look.Replica("""{"counter":1}""", 3), item);
        ResolveDecider.Resolve(draft, Model, item, resolution, "again", Now);
        return draft;
    }

    [Fact]
    public void KeepMine_OfWhatTheServerStillKnows_SendsItJustAsItWas()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Aside);

        Assert.Equal(Look.Text(Aside with { Status = OutboxStatus.Syncing, IsSetAside = false, Attempts = 0, SettledAt = null, Rejection = null }), Look.Text(Assert.Single(draft.Items)));
        Assert.Equal([6L], draft.State.SetAside);
    }

    [Fact]
    public void KeepMine_OfAnEarlierGeneration_KeepsItsIdAndGetsANumberOfThePresentOne()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Aside with { Generation = "before" });

        Assert.Equal(Look.Text(Aside with
        {
            Status = OutboxStatus.Syncing,
            IsSetAside = false,
            Attempts = 0,
            SettledAt = null,
            Rejection = null,
            Generation = null,
            Change = Aside.Change with { Number = null },
        }), Look.Text(Assert.Single(draft.Items)));
        Assert.Equal([4L, 6L], draft.State.SetAside);
    }

    /// <summary>So long after it, the mark has gone past the number: the server would not know the change again under its id.</summary>
    [Fact]
    public void KeepMine_OfWhatTheMarkHasPassed_IsSentUnderANewId()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Aside, State with { NextNumber = 10_005 });

        OutboxItem again = draft.Item(5)!;
        Assert.Equal((OutboxStatus.Pending, "again", false), (again.Status, again.Change.OfflineId, again.IsSetAside));
        Assert.Equal("mine", again.Change.Resolves!.OfflineId);
        Assert.False(draft.Item(6)!.IsSetAside);
        Assert.Equal([6L], draft.State.SetAside);
    }

    [Theory]
    [InlineData("g")]
    [InlineData("before")]
    public void Merge_OfWhatMayHaveBeenTakenIn_IsRefused(string generation)
    {
        DeviceDraft draft = Look.Of(State, Look.Replica("""{"counter":1}""", 3), Aside with { Generation = generation });

        var refused = Assert.Throws<ConflictUnresolvedException>(() => ResolveDecider.Resolve(draft, Model, Aside, Resolution.MergeWith(World.F("""{"counter":2}""")), "again", Now));

        Assert.Contains("set aside", refused.Message, StringComparison.Ordinal);
        Assert.False(draft.IsChanged);
    }

    [Fact]
    public void AutoMerge_OfWhatMayHaveBeenTakenIn_SendsItJustAsItWas() =>
        Assert.Equal((OutboxStatus.Syncing, "mine"), (Resolve(Resolution.AutoMerge, Aside).Item(5)!.Status, Resolve(Resolution.AutoMerge, Aside).Item(5)!.Change.OfflineId));

    [Fact]
    public void MergeWith_OfNoFields_IsAsGoodAsKeepMine() =>
        Assert.Equal(OutboxStatus.Syncing, Resolve(Resolution.MergeWith(FieldValues.Empty), Aside).Item(5)!.Status);

    [Fact]
    public void Discard_HoldsTheMarkNoLonger()
    {
        DeviceDraft draft = Resolve(Resolution.Discard, Aside);

        Assert.Equal((OutboxStatus.Synced, false, false), (draft.Item(5)!.Status, draft.Item(5)!.IsSetAside, draft.Item(5)!.IsShown));
        Assert.Equal([6L], draft.State.SetAside);
    }

    [Fact]
    public void Discard_OfARefusalWithItsVerdict_LeavesTheMarkAlone() =>
        Assert.Equal([4L, 6L], Resolve(Resolution.Discard, Aside with { IsSetAside = false }).State.SetAside);
}
