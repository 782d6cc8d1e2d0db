using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>The entities of a batch as they stand after the changes decided so far.</summary>
public sealed class WorkingSetTests
{
    private readonly WorkingSet set = new(new Dictionary<EntityId, ServerEntity> { [Look.Id] = Judged.Row });

    [Fact]
    public void Entity_IsAsItWasPutLast()
    {
        Assert.Equal(5, set.Find(Look.Id)!.Version);
        set.Put(Judged.Row with { Version = 6 });
        Assert.Equal(6, set.Find(Look.Id)!.Version);
        Assert.Null(set.Find(new EntityId("job", "other")));
    }

    /// <summary>Three edits of one device, made on version 5 and sent together, are each made on the one before.</summary>
    [Fact]
    public void Change_AfterACleanOne_IsMadeOnItsResult()
    {
        Assert.Equal(5, set.MadeOn(Look.Id, 5));
        set.NoteClean(Look.Id, 5, 6);
        Assert.Equal(6, set.MadeOn(Look.Id, 5));
        set.NoteClean(Look.Id, 6, 7);
        Assert.Equal(7, set.MadeOn(Look.Id, 5));
        Assert.Equal(4, set.MadeOn(Look.Id, 4));
        Assert.Equal(5, set.MadeOn(new EntityId("job", "other"), 5));
    }

    [Fact]
    public void Change_AfterACreate_IsMadeOnItsResult()
    {
        set.NoteClean(Look.Id, null, 1);
        Assert.Equal(1, set.MadeOn(Look.Id, 0));
        Assert.Null(set.MadeOn(Look.Id, null));
    }

    [Fact]
    public void Change_AfterOneThatMetOthers_IsMadeOnWhatItSays()
    {
        set.NoteClean(Look.Id, 5, 6);
        set.NoteMet(Look.Id);
        Assert.Equal(5, set.MadeOn(Look.Id, 5));
    }

    [Fact]
    public void Copy_GoesOnByItself()
    {
        set.NoteClean(Look.Id, 5, 6);
        WorkingSet copy = set.Copy();
        set.Put(Judged.Row with { Version = 6 });
        set.NoteMet(Look.Id);
        Assert.Equal((5L, 6L), (copy.Find(Look.Id)!.Version, copy.MadeOn(Look.Id, 5)));
    }
}
