using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Client;

/// <summary>An app asks for a set where it needs one: what one of them read, another one saves.</summary>
public sealed class SetTests
{
    [Fact]
    public async Task Save_OfAnObjectThatWasReadBeforeAPull_DoesNotTakeBackWhatOthersWrote()
    {
        var world = new World();
        WorldDevice a = world.Device();
        WorldDevice b = world.Device();
        var job = new Job { Title = "Weld", Notes = "first" };
        await a.Client.Set<Job>().SaveAsync(job);
        await a.SyncAsync();
        await b.SyncAsync();
        Job form = (await a.Client.Set<Job>().GetAsync(job.Id))!;
        await b.EditAsync(job.Id, other => other.Title = "Weld pipe");
        await b.SyncAsync();
        await a.SyncAsync();

        form.Notes = "second";
        await a.Client.Set<Job>().SaveAsync(form);
        await a.SyncAsync();

        Job now = (await a.Client.Set<Job>().GetAsync(job.Id))!;
        Assert.Equal(("Weld pipe", "second"), (now.Title, now.Notes));
    }
}
