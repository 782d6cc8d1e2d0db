using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Days as they come: whatever apps do through their contexts, tables show what replicas do, and all end up equal.</summary>
public sealed class RandomDayTests : DeviceTest
{
    private const int Steps = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task TwoDevices_AfterAnyDay_EndUpEqual(int seed)
    {
        var day = new Day(new Random(seed), holds: true);
        for (int step = 0; step < Steps; step++)
        {
            Device device = day.Random.Next(2) == 0 ? A : B;
            await day.StepAsync(device, step);
            await device.AssertShownAsync();
        }
        for (int round = 0; round < 20 && (round < 2 || await IsOpenAsync()); round++)
        {
            await ConvergeAsync();
            // What belongs to a deleted job cannot be kept.
            await Day.DecideAsync(A, round < 5 ? Resolution.KeepMine : Resolution.Discard);
            await Day.DecideAsync(B, Resolution.UseServer);
        }
        await ConvergeAsync();

        Assert.Equal(0, (await A.Client.GetStatusAsync()).Changes.Waiting + (await B.Client.GetStatusAsync()).Changes.Waiting);
        Assert.Equal(await RowsAsync<Job>(A), await RowsAsync<Job>(B));
        Assert.Equal(await RowsAsync<Photo>(A), await RowsAsync<Photo>(B));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task OneDeviceAlone_NeverSeesAConflict(int seed)
    {
        var day = new Day(new Random(-seed), holds: false);
        for (int step = 0; step < Steps; step++)
            await day.StepAsync(A, step);
        await A.SyncAsync();

        Assert.Empty(await A.Client.Conflicts.ListAsync().ToListAsync());
        Assert.Empty(await A.Client.Conflicts.ListRejectedAsync().ToListAsync());
    }

    private async Task<bool> IsOpenAsync()
    {
        OutboxCounts a = (await A.Client.GetStatusAsync()).Changes;
        OutboxCounts b = (await B.Client.GetStatusAsync()).Changes;
        return a.Waiting + a.Conflict + a.Failed + b.Waiting + b.Conflict + b.Failed > 0;
    }

    private static async Task<string[]> RowsAsync<TEntity>(Device device)
        where TEntity : class
    {
        EntityModel entity = JobModel.Instance.Entity(typeof(TEntity));
        List<TEntity> rows = await device.OnAsync(context => context.Set<TEntity>().AsNoTracking().ToListAsync());
        return [.. rows.Select(row => $"{entity.KeyOf(row)} {JsonSerializer.Serialize(entity.ReadState(row))}").Order(StringComparer.Ordinal)];
    }

    /// <summary>What a user does next.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="holds">True where views hold objects while others, or other views, save newer ones: an edit of such an object may conflict, on one device too.</param>
    private sealed class Day(Random random, bool holds)
    {
        private readonly Dictionary<Device, Job> held = [];

        public Random Random => random;

        public Task StepAsync(Device device, int step) => random.Next(12) switch
        {
            0 or 1 => device.AddAsync(new Job { Title = $"new {step}", Tags = [$"tag {random.Next(4)}"] }),
            2 or 3 or 4 => OnAnyAsync(device, (context, job) => SaveAsync(context, () => Edit(job, step))),
            5 => OnAnyAsync(device, (context, job) => SaveTwiceAsync(context, job, step, isKept: random.Next(2) == 0)),
            6 => OnAnyAsync(device, (context, job) => SaveAsync(context, () => context.Remove(job))),
            7 => OnAnyAsync(device, (context, job) => SaveAsync(context, () => context.Add(new Photo { JobId = job.Id, Caption = $"photo {step}" }))),
            8 => DetachedAsync(device, step),
            9 => DecideAsync(device, random.Next(3) switch { 0 => Resolution.KeepMine, 1 => Resolution.UseServer, _ => Resolution.Discard }),
            _ => SyncAsync(device, step),
        };

        public static async Task DecideAsync(Device device, Resolution resolution)
        {
            List<SyncConflict> open = [.. await device.Client.Conflicts.ListAsync().ToListAsync(), .. await device.Client.Conflicts.ListRejectedAsync().ToListAsync()];
            foreach (SyncConflict conflict in open.Take(1))
                await conflict.ResolveAsync(conflict.Reason is null ? Resolution.Discard : resolution);
        }

        private async Task SyncAsync(Device device, int step)
        {
            Task EditAsync() => OnAnyAsync(device, (context, job) => SaveAsync(context, () => Edit(job, step)));
            device.Network.Meanwhile = random.Next(3) switch
            {
                0 => null,
                1 => EditAsync,
                _ => () =>
                {
                    device.Network.Meanwhile = EditAsync;
                    return EditAsync();
                },
            };
            await device.SyncAsync();
            device.Network.Meanwhile = null;
        }

        private void Edit(Job job, int step)
        {
            if (random.Next(3) == 0)
                job.Title = $"title {random.Next(3)}";
            if (random.Next(3) == 0)
                job.Notes = random.Next(3) == 0 ? null : $"notes {step}";
            if (random.Next(3) == 0)
                job.Tags = [.. job.Tags, $"tag {random.Next(6)}"];
            if (random.Next(3) == 0)
                job.Checks[$"check {random.Next(3)}"] = JsonElement.Parse(random.Next(2) == 0 ? "true" : "false");
            if (random.Next(3) == 0)
                job.Counter += random.Next(-3, 4);
            if (random.Next(4) == 0)
                job.Amount += 0.10m;
            if (random.Next(5) == 0 && job.Status == "draft")
                job.Status = "submitted";
        }

        private static async Task SaveAsync(JobContext context, Action edit)
        {
            edit();
            await TryAsync(context);
        }

        private async Task SaveTwiceAsync(JobContext context, Job job, int step, bool isKept)
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await SaveAsync(context, () => Edit(job, step));
            await SaveAsync(context, () => Edit(job, step));
            if (isKept)
                await transaction.CommitAsync();
        }

        /// <summary>A view holds an object for a while, and gives it to another context than the one that it is from.</summary>
        private async Task DetachedAsync(Device device, int step)
        {
            if (!held.ContainsKey(device) || !holds)
                await OnAnyAsync(device, (_, any) => Task.FromResult(held[device] = any));
            if ((holds && random.Next(3) > 0) || !held.Remove(device, out Job? job))
                return;
            if (await device.FindAsync(job.Id) is null)
                return;
            Edit(job, step);
            await device.OnAsync(async context =>
            {
                context.Update(job);
                await TryAsync(context);
            });
        }

        private async Task OnAnyAsync(Device device, Func<JobContext, Job, Task> work) => await device.OnAsync(async context =>
        {
            List<Job> jobs = await context.Jobs.OrderBy(j => j.Id).ToListAsync();
            if (jobs.Count > 0)
                await work(context, jobs[random.Next(jobs.Count)]);
        });

        /// <summary>A job with photos cannot be deleted, and a status may have moved meanwhile: an app says so, and goes on.</summary>
        private static async Task TryAsync(JobContext context)
        {
            try
            {
                await context.SaveChangesAsync();
            }
            catch (Exception e) when (e is ChangeRefusedException or DbUpdateException)
            {
                context.ChangeTracker.Clear();
            }
        }
    }
}
