using System.Text.Json;
using Athens.Sync.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>What apps save through their own contexts reaches the other device's tables.</summary>
public sealed class TwoDeviceTests : DeviceTest
{
    [Fact]
    public async Task Job_SavedOffline_IsInTheOtherDevicesTable()
    {
        A.Network.IsDown = true;
        string id = await A.AddAsync(new Job { Title = "Weld", Tags = ["helmet"], IsPinned = true });
        Assert.NotNull((await A.Client.SyncAsync()).Failure);
        Assert.Equal("Weld", (await A.GetAsync(id)).Title);
        A.Network.IsDown = false;

        await A.SyncAsync();
        await B.SyncAsync();

        Job seen = await B.GetAsync(id);
        Assert.Equal(("Weld", "north", "draft", false), (seen.Title, seen.SiteId, seen.Status, seen.IsPinned));
        Assert.Equal(["helmet"], seen.Tags);
        Assert.True((await A.GetAsync(id)).IsPinned);
    }

    [Fact]
    public async Task Keys_OfNewEntities_AreMadeByTheEngine()
    {
        string id = await A.AddAsync(new Job { Title = "Weld" });
        var photo = new Photo { JobId = id, Caption = "before" };
        await A.OnAsync(context =>
        {
            context.Add(photo);
            return context.SaveChangesAsync();
        });

        Assert.StartsWith("00000000-0000-7000-0001-", id, StringComparison.Ordinal);
        Assert.StartsWith("00000000-0000-7000-0001-", photo.Id.ToString("D"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_SavedAtOnce_GoesParentsFirstAndArrivesWhole()
    {
        await A.OnAsync(context =>
        {
            var job = new Job { Title = "Weld" };
            context.Add(new Photo { Job = job, Caption = "before" });
            context.Add(new Tool { Id = 7, Name = "Torch", UsedFor = job.Id });
            return context.SaveChangesAsync();
        });

        Assert.Equal(["job", "tool", "photo"], (await A.OutboxAsync()).Select(i => i.Change.Entity));
        Assert.Equal(3, (await A.SyncAsync()).Applied);
        await B.SyncAsync();
        Assert.Equal(("before", "Weld"), await B.OnAsync(context => context.Photos.Select(p => new { p.Caption, p.Job!.Title }).SingleAsync()) is { } seen ? (seen.Caption, seen.Title) : default);
        Assert.Equal(7, await B.OnAsync(context => context.Tools.Select(t => t.Id).SingleAsync()));
    }

    [Fact]
    public async Task Edit_OfOneField_SendsThatFieldOverWhatItWas()
    {
        string id = await SharedAsync();

        await A.EditAsync(id, j => j.Title = "Weld pipe");

        OutboxItem item = Assert.Single(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        Assert.Equal(("""{"title":"Weld pipe"}""", """{"title":"Weld"}"""), (item.Change.Data.ToJson(), item.Change.Base!.ToJson()));
    }

    [Fact]
    public async Task Edits_OfDifferentFields_MergeWithoutAPerson()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "Weld pipe");
        await B.EditAsync(id, j => j.Notes = "second");

        await A.SyncAsync();
        Assert.Equal(1, (await B.SyncAsync()).Merged);
        await ConvergeAsync();

        foreach (Device device in new[] { A, B })
        {
            Job job = await device.GetAsync(id);
            Assert.Equal(("Weld pipe", "second"), (job.Title, job.Notes));
        }
    }

    [Fact]
    public async Task Edits_OfOneField_AreAConflictAndStayInTheTableUntilDecided()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "A");
        await B.EditAsync(id, j => j.Title = "B");
        await A.SyncAsync();

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);

        Assert.Equal("B", (await B.GetAsync(id)).Title);
        SyncConflict conflict = await B.Client.Conflicts.ListAsync().SingleAsync();
        FieldConflict field = conflict.Fields["title"];
        Assert.Equal(("Weld", "B", "A"), (field.Base.ToString(), field.Client.ToString(), field.Server.ToString()));
        await conflict.ResolveAsync(Resolution.UseServer);
        Assert.Equal("A", (await B.GetAsync(id)).Title);
        await ConvergeAsync();
        Assert.Equal("A", (await A.GetAsync(id)).Title);
    }

    [Fact]
    public async Task Conflict_KeptMine_EndsInBothTables()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "A");
        await B.EditAsync(id, j => j.Title = "B");
        await A.SyncAsync();
        await B.SyncAsync();

        await (await B.Client.Conflicts.ListAsync().SingleAsync()).ResolveAsync(Resolution.KeepMine);
        await ConvergeAsync();

        Assert.Equal("B", (await A.GetAsync(id)).Title);
        Assert.Equal("B", (await B.GetAsync(id)).Title);
    }

    [Fact]
    public async Task SetsChecklistsAndCounters_MergeByTheirStrategies()
    {
        string id = await SharedAsync(j => j.Checks = new() { ["gas"] = J("false"), ["valve"] = J("false") });
        await A.EditAsync(id, j =>
        {
            j.Tags.Add("gloves");
            j.Checks["gas"] = J("true");
            j.Counter += 2;
        });
        await B.EditAsync(id, j =>
        {
            j.Tags.Add("mask");
            j.Checks["valve"] = J("true");
            j.Counter += 3;
        });

        await ConvergeAsync();

        foreach (Device device in new[] { A, B })
        {
            Job job = await device.GetAsync(id);
            Assert.Equal(["gloves", "helmet", "mask"], job.Tags.Order(StringComparer.Ordinal));
            Assert.All(job.Checks.Values, check => Assert.Equal(JsonValueKind.True, check.ValueKind));
            Assert.Equal(5, job.Counter);
        }
    }

    [Fact]
    public async Task Delete_OnOneDevice_RemovesTheOthersRow()
    {
        string id = await SharedAsync();

        await A.DeleteAsync(id);
        Assert.Null(await A.FindAsync(id));
        await ConvergeAsync();

        Assert.Null(await B.FindAsync(id));
    }

    [Fact]
    public async Task Delete_OfWhatTheOtherEdited_IsAConflictAndTheRowComesBackWithTheServers()
    {
        string id = await SharedAsync();
        await A.EditAsync(id, j => j.Title = "A");
        await B.DeleteAsync(id);
        await A.SyncAsync();

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);
        Assert.Null(await B.FindAsync(id));
        await (await B.Client.Conflicts.ListAsync().SingleAsync()).ResolveAsync(Resolution.UseServer);

        Assert.Equal("A", (await B.GetAsync(id)).Title);
        await B.AssertShownAsync();
    }

    [Fact]
    public async Task Edit_OfWhatTheOtherDeleted_IsKeptInTheTableUntilDecided()
    {
        string id = await SharedAsync();
        await A.DeleteAsync(id);
        await B.EditAsync(id, j => j.Title = "B");
        await A.SyncAsync();

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);

        Assert.Equal("B", (await B.GetAsync(id)).Title);
        await (await B.Client.Conflicts.ListAsync().SingleAsync()).ResolveAsync(Resolution.Discard);
        await ConvergeAsync();
        Assert.Null(await B.FindAsync(id));
    }

    [Fact]
    public async Task StatusMove_ThroughTheContext_IsAMove()
    {
        string id = await SharedAsync();

        await A.EditAsync(id, j => j.Status = "submitted");

        Assert.Equal(ChangeOp.UpdateStatus, Assert.Single(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending).Change.Op);
        await ConvergeAsync();
        Assert.Equal("submitted", (await B.GetAsync(id)).Status);
    }

    [Fact]
    public async Task EditsOfOneOwn_OverSeveralSavesAndSyncs_NeverConflict()
    {
        string id = await SharedAsync();
        await A.OnAsync(async context =>
        {
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            for (int n = 0; n < 5; n++)
            {
                job.Title = $"title {n}";
                job.Tags.Add($"tag {n}");
                await context.SaveChangesAsync();
                if (n % 2 == 0)
                    Assert.Equal(0, (await A.SyncAsync()).Conflicts);
            }
        });

        await ConvergeAsync();

        Job seen = await B.GetAsync(id);
        Assert.Equal("title 4", seen.Title);
        Assert.Equal(6, seen.Tags.Count);
        Assert.Empty(await A.Client.Conflicts.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Set_AndContext_AreTwoWaysToTheSame()
    {
        var job = new Job { Title = "by the set" };
        await A.Client.Set<Job>().SaveAsync(job);
        Assert.Equal("by the set", (await A.GetAsync(job.Id)).Title);

        await A.EditAsync(job.Id, j => j.Notes = "by the context");

        Assert.Equal(("by the set", "by the context"), await A.Client.Set<Job>().GetAsync(job.Id) is { } seen ? (seen.Title, seen.Notes) : default);
        await A.AssertShownAsync();
        await ConvergeAsync();
        Assert.Equal("by the context", (await B.GetAsync(job.Id)).Notes);
    }

    [Fact]
    public async Task Child_PulledBeforeItsParent_IsShownWithIt()
    {
        string id = await A.AddAsync(new Job { Title = "Weld" });
        await A.OnAsync(context =>
        {
            context.Add(new Photo { JobId = id, Caption = "before" });
            return context.SaveChangesAsync();
        });
        await A.SyncAsync();
        // The job's latest state comes after the photo in the feed now.
        await A.EditAsync(id, j => j.Title = "Weld pipe");
        await A.SyncAsync();

        await B.SyncAsync();

        Assert.Equal("Weld pipe", await B.OnAsync(context => context.Photos.Select(p => p.Job!.Title).SingleAsync()));
    }

    private static JsonElement J(string json) => JsonElement.Parse(json);
}
