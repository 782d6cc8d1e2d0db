using Athens.Sync.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>What an app edits while the engine works is neither lost nor overwritten, and overwrites nothing unseen.</summary>
public sealed class ConcurrencyTests : DeviceTest
{
    [Fact]
    public async Task Edit_WhileAPageIsOnItsWay_IsKeptOverIt()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        B.Network.Meanwhile = () => B.EditAsync(id, j => j.Notes = "B");

        await B.SyncAsync();

        Job job = await B.GetAsync(id);
        Assert.Equal(("A", "B"), (job.Title, job.Notes));
        await ConvergeAsync();
        Assert.Equal(("A", "B"), await A.GetAsync(id) is { } seen ? (seen.Title, seen.Notes) : default);
    }

    [Fact]
    public async Task Edit_OfTheFieldThatIsOnItsWay_IsAConflict()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        B.Network.Meanwhile = () => B.EditAsync(id, j => j.Title = "B");

        await B.SyncAsync();
        Assert.Equal("B", (await B.GetAsync(id)).Title);

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);
        Assert.Equal(("Weld", "B", "A"), (await B.Client.Conflicts.ListAsync().SingleAsync()).Fields["title"] is { } field ? (field.Base.ToString(), field.Client.ToString(), field.Server.ToString()) : default);
    }

    [Fact]
    public async Task Edit_WhileAPushIsAnswered_IsSentNext()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "first");
        A.Network.Meanwhile = () => A.EditAsync(id, j => j.Title = "second");

        await A.SyncAsync();
        await ConvergeAsync();

        Assert.Equal("second", (await A.GetAsync(id)).Title);
        Assert.Equal("second", (await B.GetAsync(id)).Title);
        Assert.Empty(await A.Client.Conflicts.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task TrackedObject_OlderThanAPull_OverwritesNothingThatItDidNotShow()
    {
        string id = await SharedAsync();
        await B.OnAsync(async context =>
        {
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            await A.EditAsync(id, j =>
            {
                j.Title = "A";
                j.Tags.Add("gloves");
            });
            await A.SyncAsync();
            await B.SyncAsync();
            job.Notes = "B";
            job.Tags.Add("mask");
            await context.SaveChangesAsync();
        });

        await B.AssertShownAsync();
        Job shown = await B.GetAsync(id);
        Assert.Equal(("A", "B"), (shown.Title, shown.Notes));
        Assert.Equal(["gloves", "helmet", "mask"], shown.Tags.Order(StringComparer.Ordinal));
        await ConvergeAsync();
        Assert.Equal(["gloves", "helmet", "mask"], (await A.GetAsync(id)).Tags.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TrackedObject_OlderThanAPull_ConflictsInTheFieldThatBothEdited(bool inTransaction)
    {
        string id = await SharedAsync();
        await B.OnAsync(async context =>
        {
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            await A.EditAsync(id, j => j.Title = "A");
            await A.SyncAsync();
            await B.SyncAsync();
            job.Title = "B";
            await using var transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            await context.SaveChangesAsync();
            if (transaction is not null)
                await transaction.CommitAsync();
        });

        await B.AssertShownAsync();
        Assert.Equal(1, (await B.SyncAsync()).Conflicts);
        Assert.Equal("Weld", (await B.Client.Conflicts.ListAsync().SingleAsync()).Fields["title"].Base.ToString());
    }

    [Fact]
    public async Task TrackedObject_OlderThanAPull_DeletedIsAConflict()
    {
        string id = await SharedAsync();
        await B.OnAsync(async context =>
        {
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            await A.EditAsync(id, j => j.Title = "A");
            await A.SyncAsync();
            await B.SyncAsync();
            context.Remove(job);
            await context.SaveChangesAsync();
        });

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DetachedObject_GivenToAnotherContext_IsAnEditOfWhatItShowed(bool wasTracked)
    {
        string id = await SharedAsync();
        Job job = await B.OnAsync(context => (wasTracked ? context.Jobs : context.Jobs.AsNoTracking()).SingleAsync(j => j.Id == id));
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        await B.SyncAsync();
        job.Notes = "B";
        job.Tags.Add("mask");

        await B.OnAsync(context =>
        {
            context.Update(job);
            return context.SaveChangesAsync();
        });

        OutboxItem item = Assert.Single(await B.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        Assert.Equal("""{"notes":"B","tags":["helmet","mask"]}""", item.Change.Data.ToJson());
        Assert.Equal("""{"notes":"first","tags":["helmet"]}""", item.Change.Base!.ToJson());
        Assert.Equal(("A", "B"), await B.GetAsync(id) is { } shown ? (shown.Title, shown.Notes) : default);
        await B.AssertShownAsync();
    }

    [Fact]
    public async Task DetachedObject_SavedTwice_IsAnEditOfWhatItLastSaved()
    {
        string id = await SharedAsync();
        Job job = await B.GetAsync(id);
        for (int n = 1; n <= 2; n++)
        {
            job.Notes = $"B {n}";
            await B.OnAsync(context =>
            {
                context.Update(job);
                return context.SaveChangesAsync();
            });
            await B.SyncAsync();
        }

        Assert.Empty(await B.Client.Conflicts.ListAsync().ToListAsync());
        await ConvergeAsync();
        Assert.Equal("B 2", (await A.GetAsync(id)).Notes);
    }

    [Fact]
    public async Task DetachedObject_WhoseSaveWasRolledBack_IsStillAnEdit()
    {
        string id = await SharedAsync();
        Job job = await B.GetAsync(id);
        job.Notes = "B";
        await B.OnAsync(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Update(job);
            await context.SaveChangesAsync();
        });
        Assert.DoesNotContain(await B.OutboxAsync(), i => i.Status is OutboxStatus.Pending);

        await B.OnAsync(context =>
        {
            context.Update(job);
            return context.SaveChangesAsync();
        });

        Assert.Equal("""{"notes":"first"}""", Assert.Single(await B.OutboxAsync(), i => i.Status is OutboxStatus.Pending).Change.Base!.ToJson());
        await B.AssertShownAsync();
    }

    [Fact]
    public async Task ObjectOfTheAppsOwnMaking_IsComparedWithWhatTheDeviceHolds()
    {
        string id = await SharedAsync();

        await B.OnAsync(context =>
        {
            context.Update(new Job { Id = id, Title = "B", Notes = "first", Tags = ["helmet"] });
            return context.SaveChangesAsync();
        });

        OutboxItem item = Assert.Single(await B.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        Assert.Equal(("""{"title":"B"}""", """{"title":"Weld"}"""), (item.Change.Data.ToJson(), item.Change.Base!.ToJson()));
        await B.AssertShownAsync();
    }

    [Fact]
    public async Task Stub_Removed_DeletesWhatTheDeviceHolds()
    {
        string id = await SharedAsync();

        await B.OnAsync(context =>
        {
            context.Remove(new Job { Id = id });
            return context.SaveChangesAsync();
        });
        Assert.Equal(1, (await B.SyncAsync()).Applied);
        await ConvergeAsync();

        Assert.Null(await A.FindAsync(id));
    }

    [Fact]
    public async Task Stub_AttachedAndEdited_IsAnEditOfWhatTheDeviceHolds()
    {
        string id = await SharedAsync();

        await B.OnAsync(context =>
        {
            var stub = new Job { Id = id };
            context.Attach(stub);
            stub.Title = "B";
            return context.SaveChangesAsync();
        });

        OutboxItem item = Assert.Single(await B.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        Assert.Equal(("""{"title":"B"}""", """{"title":"Weld"}"""), (item.Change.Data.ToJson(), item.Change.Base!.ToJson()));
        await B.AssertShownAsync();
    }

    [Fact]
    public async Task ManyViews_AndTheEngine_LoseNothing()
    {
        string id = await SharedAsync();

        Task syncing = Task.Run(async () =>
        {
            for (int n = 0; n < 10; n++)
                await A.Client.SyncAsync();
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(view => Task.Run(async () =>
        {
            for (int n = 0; n < 10; n++)
                await A.OnAsync(async context =>
                {
                    context.Add(new Job { Title = $"{view} {n}" });
                    (await context.Jobs.SingleAsync(j => j.Id == id)).Tags.Add($"{view} {n}");
                    await context.SaveChangesAsync();
                });
        })));
        await syncing;
        await ConvergeAsync();

        Assert.Equal(41, await B.OnAsync(context => context.Jobs.CountAsync()));
        Assert.Equal(41, (await B.GetAsync(id)).Tags.Count);
        Assert.Empty(await A.Client.Conflicts.ListAsync().ToListAsync());
    }
}
