using System.Transactions;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>What is saved is queued with it, or neither is there: whoever began the transaction, and however it ends.</summary>
public sealed class TransactionTests : DeviceTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_WithoutATransaction_QueuesInItsOwn(bool isAsync)
    {
        await A.OnAsync(async context =>
        {
            context.Add(new Job { Title = "Weld" });
            _ = isAsync ? await context.SaveChangesAsync() : Save(context);
            Assert.Equal(AutoTransactionBehavior.WhenNeeded, context.Database.AutoTransactionBehavior);
        });

        Assert.Single(await A.OutboxAsync());
        await A.AssertShownAsync();
    }

    [Fact]
    public async Task Transaction_RolledBack_LeavesNothing()
    {
        await A.OnAsync(async context =>
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            context.Add(new Job { Title = "Weld" });
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
        });

        Assert.Empty(await A.OutboxAsync());
        Assert.Equal(0, (await A.Client.GetStatusAsync()).Changes.Waiting);
        await A.AssertShownAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transaction_OfSeveralSaves_QueuesAllOfThem(bool isAsync)
    {
        await A.OnAsync(async context =>
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            var job = new Job { Title = "Weld" };
            context.Add(job);
            _ = isAsync ? await context.SaveChangesAsync() : Save(context);
            job.Title = "Weld pipe";
            context.Add(new Photo { JobId = job.Id, Caption = "before" });
            _ = isAsync ? await context.SaveChangesAsync() : Save(context);
            await transaction.CommitAsync();
        });

        Assert.Equal(["job", "job", "photo"], (await A.OutboxAsync()).Select(i => i.Change.Entity).Order(StringComparer.Ordinal));
        await ConvergeAsync();
        Assert.Equal("Weld pipe", await B.OnAsync(context => context.Photos.Select(p => p.Job!.Title).SingleAsync()));
    }

    [Fact]
    public async Task Transaction_ReturnedToASavepoint_KeepsWhatWasBefore()
    {
        await A.OnAsync(async context =>
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            context.Add(new Job { Id = "first", Title = "first" });
            await context.SaveChangesAsync();
            await transaction.CreateSavepointAsync("mine");
            context.Add(new Job { Id = "second", Title = "second" });
            await context.SaveChangesAsync();
            await transaction.RollbackToSavepointAsync("mine");
            await transaction.CommitAsync();
        });

        Assert.Equal(["first"], (await A.OutboxAsync()).Select(i => i.Change.ServerId));
        await A.AssertShownAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_ThatFailsInATransaction_LeavesTheEarlierOnesAlone(bool isAsync)
    {
        await A.AddAsync(new Job { Id = "taken", Title = "there" });
        await A.OnAsync(async context =>
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            context.Add(new Job { Id = "first", Title = "first" });
            await context.SaveChangesAsync();
            context.Add(new Job { Id = "second", Title = "second" });
            context.Add(new Job { Id = "taken", Title = "again" });
            await Assert.ThrowsAsync<DbUpdateException>(async () => _ = isAsync ? await context.SaveChangesAsync() : Save(context));
            context.ChangeTracker.Clear();
            await transaction.CommitAsync();
        });

        Assert.Equal(["taken", "first"], (await A.OutboxAsync()).Select(i => i.Change.ServerId));
        await A.AssertShownAsync();
    }

    [Fact]
    public async Task Save_ThatFails_LeavesNothingAndCanBeTriedAgain()
    {
        await A.AddAsync(new Job { Id = "taken", Title = "there" });
        await A.OnAsync(async context =>
        {
            context.Add(new Job { Id = "second", Title = "second" });
            Job again = new() { Id = "taken", Title = "again" };
            context.Add(again);
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
            Assert.Single(await A.OutboxAsync());
            context.Entry(again).State = EntityState.Detached;
            await context.SaveChangesAsync();
        });

        Assert.Equal(["taken", "second"], (await A.OutboxAsync()).Select(i => i.Change.ServerId));
        await A.AssertShownAsync();
    }

    [Fact]
    public async Task Save_OfARowThatIsGone_IsEfsConflictAndQueuesNothing()
    {
        string id = await SharedAsync();
        await A.OnAsync(async context =>
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            await context.Database.ExecuteSqlAsync($"DELETE FROM Jobs WHERE Id = {id}");
            job.Title = "gone";
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
            await transaction.CommitAsync();
        });

        Assert.DoesNotContain(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_ThatTheServerWouldRefuse_ThrowsAndWritesNothing(bool inTransaction)
    {
        string id = await SharedAsync();
        await A.OnAsync(async context =>
        {
            await using IDbContextTransaction? transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            job.Title = "edited";
            job.ApprovedBy = "me";
            context.Add(new Setting { Value = "beside it" });
            ChangeRefusedException refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => context.SaveChangesAsync());
            Assert.Equal(new EntityId("job", id), refused.Entity);
            Assert.Equal(EntityState.Modified, context.Entry(job).State);
            if (transaction is not null)
                await transaction.CommitAsync();
        });

        Assert.DoesNotContain(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        Assert.Equal(0, await A.OnAsync(context => context.Settings.CountAsync()));
        Assert.Equal("Weld", (await A.GetAsync(id)).Title);
        await A.AssertShownAsync();
    }

    [Fact]
    public async Task Save_RefusedThenCorrected_IsTaken()
    {
        string id = await SharedAsync();
        await A.OnAsync(async context =>
        {
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            job.Status = "approved";
            await Assert.ThrowsAsync<ChangeRefusedException>(() => context.SaveChangesAsync());
            job.Status = "submitted";
            await context.SaveChangesAsync();
        });

        Assert.Equal("submitted", (await A.GetAsync(id)).Status);
        Assert.Single(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
    }

    [Fact]
    public async Task AppendOnly_EditedOrDeleted_IsRefused()
    {
        string id = await A.AddAsync(new Job { Title = "Weld" });
        await A.OnAsync(async context =>
        {
            var photo = new Photo { JobId = id, Caption = "before" };
            context.Add(photo);
            await context.SaveChangesAsync();
            photo.Caption = "after";
            await Assert.ThrowsAsync<ChangeRefusedException>(() => context.SaveChangesAsync());
            context.Entry(photo).State = EntityState.Unchanged;
            context.Remove(photo);
            await Assert.ThrowsAsync<ChangeRefusedException>(() => context.SaveChangesAsync());
        });

        await A.AssertShownAsync();
    }

    [Fact]
    public async Task Transaction_NotBegunByEf_IsOneWithTheOutbox()
    {
        Assert.Empty(await A.OutboxAsync());
        await using var connection = new SqliteConnection(A.Connection);
        await connection.OpenAsync();
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        await A.OnAsync(async context =>
        {
            context.Database.SetDbConnection(connection);
            await context.Database.UseTransactionAsync(transaction);
            context.Add(new Job { Title = "Weld" });
            await context.SaveChangesAsync();
        });
        Assert.Empty(await A.OutboxAsync());

        await transaction.CommitAsync();

        Assert.Single(await A.OutboxAsync());
        await A.AssertShownAsync();
    }

    [Fact]
    public async Task Save_InAnAmbientTransaction_IsRefused()
    {
        Device device = await NewAsync(options => options.ConfigureWarnings(w => w.Ignore(RelationalEventId.AmbientTransactionWarning)));
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        await device.OnAsync(async context =>
        {
            context.Add(new Job { Title = "Weld" });
            await Assert.ThrowsAsync<NotSupportedException>(() => context.SaveChangesAsync());
        });
    }

    [Fact]
    public async Task Save_OfWhatIsNotSynced_QueuesNothing()
    {
        string id = await SharedAsync();

        await A.OnAsync(async context =>
        {
            (await context.Jobs.SingleAsync(j => j.Id == id)).IsPinned = true;
            context.Add(new Setting { Value = "x" });
            await context.SaveChangesAsync();
        });

        Assert.DoesNotContain(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        Assert.True((await A.GetAsync(id)).IsPinned);
        await A.SyncAsync();
        Assert.True((await A.GetAsync(id)).IsPinned);
    }

    [Fact]
    public async Task Save_WithoutDetection_QueuesWhatIsWritten()
    {
        string id = await SharedAsync();

        await A.OnAsync(async context =>
        {
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            job.Title = "unnoticed";
            await context.SaveChangesAsync();
            Assert.DoesNotContain(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
            context.ChangeTracker.DetectChanges();
            await context.SaveChangesAsync();
        });

        Assert.Single(await A.OutboxAsync(), i => i.Status is OutboxStatus.Pending);
        await A.AssertShownAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interceptor_ThatEditsAfterOurs_IsQueuedToo(bool inTransaction)
    {
        Device device = await NewAsync(options => options.UseAthensSyncDevice(JobModel.Instance, Time, new CountingIds(9)).AddInterceptors(new Stamper()));
        string id = "";
        await device.OnAsync(async context =>
        {
            await using IDbContextTransaction? transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            var job = new Job { Title = "Weld" };
            context.Add(job);
            await context.SaveChangesAsync();
            if (transaction is not null)
                await transaction.CommitAsync();
            id = job.Id;
        });

        Assert.Equal("stamped", (await device.GetAsync(id)).Notes);
        Assert.Equal("stamped", Assert.Single(await device.OutboxAsync()).Change.Data["notes"].GetString());
        await device.AssertShownAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interceptor_ThatRefusesAfterOurs_LeavesNothing(bool inTransaction)
    {
        var checker = new Checker();
        Device device = await NewAsync(options => options.UseAthensSyncDevice(JobModel.Instance, Time, new CountingIds(9)).AddInterceptors(checker));
        await device.OnAsync(async context =>
        {
            await using IDbContextTransaction? transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            context.Add(new Job { Id = "first", Title = "Weld" });
            await context.SaveChangesAsync();
            context.Add(new Job { Id = "second" });
            await Assert.ThrowsAsync<InvalidDataException>(() => context.SaveChangesAsync());
            context.ChangeTracker.Clear();
            if (transaction is not null)
                await transaction.CommitAsync();
            context.Add(new Setting { Value = "x" });
            await context.SaveChangesAsync();
        });

        Assert.Equal(["first"], (await device.OutboxAsync()).Select(i => i.Change.ServerId));
        await device.AssertShownAsync();
    }

    [Fact]
    public async Task Context_WithChoicesOfItsOwn_KeepsThem()
    {
        await A.OnAsync(async context =>
        {
            (context.Database.AutoTransactionBehavior, context.Database.AutoSavepointsEnabled) = (AutoTransactionBehavior.Never, false);
            context.Add(new Job { Title = "first" });
            await context.SaveChangesAsync();
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            context.Add(new Job { Title = "second" });
            await context.SaveChangesAsync();
            await transaction.CommitAsync();
            Assert.Equal((AutoTransactionBehavior.Never, false), (context.Database.AutoTransactionBehavior, context.Database.AutoSavepointsEnabled));
        });

        Assert.Equal(2, (await A.OutboxAsync()).Count);
        await A.AssertShownAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_WithinASave_IsQueuedToo(bool inTransaction)
    {
        string id = await SharedAsync();
        Device device = await NewAsync(options => options.AddInterceptors(new Follower()));
        await device.SyncAsync();
        await device.OnAsync(async context =>
        {
            Job job = await context.Jobs.SingleAsync(j => j.Id == id);
            await A.EditAsync(id, j => j.Tags.Add("gloves"));
            await A.SyncAsync();
            await device.SyncAsync();
            await using IDbContextTransaction? transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            job.Tags.Add("mask");
            await context.SaveChangesAsync();
            if (transaction is not null)
                await transaction.CommitAsync();
        });

        Assert.Equal([id, "follower"], (await device.OutboxAsync()).Select(i => i.Change.ServerId));
        Assert.Equal(3, (await device.GetAsync(id)).Tags.Count);
        await device.AssertShownAsync();
    }

    [Fact]
    public async Task Cancelled_Save_LeavesNothing()
    {
        await A.OnAsync(async context =>
        {
            context.Add(new Job { Title = "Weld" });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.SaveChangesAsync(new CancellationToken(canceled: true)));
        });

        Assert.Empty(await A.OutboxAsync());
        await A.AssertShownAsync();
    }

    [Fact]
    public async Task LargeSave_IsOneTransactionAndWhole()
    {
        await A.OnAsync(context =>
        {
            context.AddRange(Enumerable.Range(0, 1_000).Select(n => new Job { Title = $"job {n}" }));
            return context.SaveChangesAsync();
        });

        Assert.Equal(1_000, (await A.Client.GetStatusAsync()).Changes.Pending);
        Assert.Equal(1_000, (await A.OutboxAsync()).Count);
        await A.SyncAsync();
        await B.SyncAsync();
        Assert.Equal(1_000, await B.OnAsync(context => context.Jobs.CountAsync()));
    }

    // The app's own choice: a view that saves synchronously.
    private static int Save(JobContext context) => context.SaveChanges();

    /// <summary>An app's own interceptor, registered after or before ours.</summary>
    private sealed class Stamper : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            foreach (var entry in eventData.Context!.ChangeTracker.Entries<Job>())
                entry.Entity.Notes = "stamped";
            return ValueTask.FromResult(result);
        }
    }

    /// <summary>An app's validation.</summary>
    private sealed class Checker : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<Job>().Any(entry => entry.Entity.Title.Length == 0) ? throw new InvalidDataException("A job has a title.") : ValueTask.FromResult(result);
    }

    /// <summary>An app that saves once more when something was saved.</summary>
    private sealed class Follower : SaveChangesInterceptor
    {
        public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (await eventData.Context!.Set<Job>().AnyAsync(j => j.Id == "follower", cancellationToken))
                return result;
            eventData.Context.Add(new Job { Id = "follower", Title = "after" });
            return await eventData.Context.SaveChangesAsync(cancellationToken);
        }
    }
}
