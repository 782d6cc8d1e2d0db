using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Replica;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Replica;

/// <summary>What becomes of a temporary key when the server gives the real one.</summary>
public sealed class KeyAssignmentTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly EntityId Temporary = new("reply", "-4");
    private static readonly EntityId Given = new("reply", "3");

    private static DeviceDraft Apply(params ReplicaEntity[] replicas) => Apply(replicas, []);

    private static DeviceDraft Apply(ReplicaEntity[] replicas, params OutboxItem[] items)
    {
        var keys = new KeyMap(Model);
        keys.Add(Temporary, Given.Key);
        DeviceDraft draft = Look.Of(new DeviceState { Round = 6 }, replicas, items);
        KeyAssignment.Apply(draft, Model, keys);
        return draft;
    }

    [Fact]
    public void Entity_GoesByTheKeyThatTheServerGave_AndIsFoundByTheTemporaryOne()
    {
        DeviceDraft draft = Apply(Look.Replica("""{"text":"mine"}""", 0, Temporary));

        Assert.Equal("mine", draft.Replica(Given)!.Local!["text"].ToString());
        Assert.Equal(Given.Key, draft.Replica(Temporary)!.AssignedKey);
    }

    /// <summary>A server that was put back gives another key than it gave before: what stood for the former one says nothing of the new one (day 38,023).</summary>
    [Fact]
    public void KeyGivenAnew_LeavesNothingInTheWayOfItsEntity()
    {
        DeviceDraft draft = Apply(new ReplicaEntity { Type = "reply", Key = Temporary.Key, AssignedKey = "1", Round = 5 });

        Assert.Null(draft.Replica(Given));
        Assert.Equal(Given.Key, draft.Replica(Temporary)!.AssignedKey);
    }

    /// <summary>A pull that told of it before the answer, and without its parent, had it wait for that; its user has seen it all the time.</summary>
    [Fact]
    public void EntityThatWasPulledWithoutItsParent_StaysShown_WhereItWasMadeHere()
    {
        const string Data = """{"ticket_id":7,"text":"mine"}""";
        ReplicaEntity made = Look.Replica(Data, 0, Temporary) with { Server = null, NamedBy = [4] };

        DeviceDraft draft = Apply([made, Look.Replica(Data, 1, Given) with { AwaitsParent = true }], Look.Item(4, Look.Change(Data, op: ChangeOp.Create, id: Temporary), OutboxStatus.Syncing));

        Assert.True(draft.Replica(Given)!.IsVisible);
    }
}
