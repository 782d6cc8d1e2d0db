using System.Globalization;
using Athens.Sync.Device;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>
/// Random days of three devices: edits, deletes, lost answers, dead networks, decisions at random. When the faults end
/// and every conflict is decided, all must hold the same, and nothing that was acknowledged may be missing.
/// </summary>
public sealed class ConvergenceTests
{
    /// <summary>How many seeds a run tries; the variable asks for a longer run.</summary>
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_SEEDS") ?? "1000");

    /// <summary>Seeds that once failed.</summary>
    private static readonly int[] KnownSeeds = [31, 101, 198, 1545, 8930];

    [Fact]
    public async Task Devices_AfterAnyDay_HoldWhatTheServerHolds()
    {
        foreach (int seed in KnownSeeds.Concat(Enumerable.Range(1, Seeds)))
        {
            try
            {
                await new Day(seed).RunAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    private sealed class Day
    {
        private readonly Random random;
        private readonly World world = new();
        private readonly List<WorldDevice> devices;
        private readonly List<string> keys = [];
        private readonly HashSet<string> tags = [];

        /// <summary>The key that an app got when it made a ticket, and may still hold.</summary>
        private readonly Dictionary<(WorldDevice Device, string Title), long> held = [];
        private int words;

        public Day(int seed)
        {
            random = new Random(seed);
            devices = [world.Device("ann"), world.Device("ben"), world.Device("ann")];
        }

        public async Task RunAsync()
        {
            int steps = random.Next(10, 60);
            for (int i = 0; i < steps; i++)
                await StepAsync(devices[random.Next(devices.Count)]);
            await HealAsync();
            await CheckAsync();
        }

        private async Task StepAsync(WorldDevice device)
        {
            world.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 100)));
            switch (random.Next(16))
            {
                case 0:
                    await CreateAsync(device);
                    break;
                case 1:
                    if (await PickAsync(device) is { } doomed && random.Next(3) == 0)
                        await device.Jobs.DeleteAsync(doomed);
                    break;
                case 2 when await PickAsync(device) is { } owner:
                    await device.Photos.SaveAsync(new Photo { JobId = owner, Caption = $"c{++words}" });
                    break;
                case 12 or 13:
                    await WriteTicketAsync(device);
                    break;
                case 14:
                    await EditTicketAsync(device);
                    break;
                case 15:
                    await EditErrandAsync(device);
                    break;
                case 3 or 4:
                    await SyncAsync(device);
                    break;
                case 5:
                    await ResolveSomeAsync(device, all: false);
                    break;
                default:
                    await EditAsync(device);
                    break;
            }
        }

        private async Task CreateAsync(WorldDevice device)
        {
            var job = new Job { Title = $"t{++words}" };
            await device.Jobs.SaveAsync(job);
            keys.Add(job.Id);
        }

        /// <summary>Makes what has a key of the server's, or refers to it: at times by the key that it had before.</summary>
        private async Task WriteTicketAsync(WorldDevice device)
        {
            Ticket? known = await PickTicketAsync(device);
            long? key = known is not null && held.TryGetValue((device, known.Title), out long first) && random.Next(2) == 0 ? first : known?.Id;
            switch (random.Next(3))
            {
                case 0:
                    var ticket = new Ticket { Title = $"k{++words}", DuplicateOf = key };
                    await device.Tickets.SaveAsync(ticket);
                    held[(device, ticket.Title)] = ticket.Id;
                    break;
                case 1 when key is not null:
                    await device.Replies.SaveAsync(new Reply { TicketId = key.Value, Text = $"r{++words}" });
                    break;
                default:
                    await device.Errands.SaveAsync(new Errand { TicketId = key, Text = $"e{++words}" });
                    break;
            }
        }

        private async Task<Ticket?> PickTicketAsync(WorldDevice device)
        {
            List<Ticket> tickets = await device.Tickets.ListAsync().ToListAsync();
            return tickets.Count == 0 ? null : tickets[random.Next(tickets.Count)];
        }

        private async Task EditTicketAsync(WorldDevice device)
        {
            if (await PickTicketAsync(device) is not { } ticket)
                return;
            if (random.Next(8) == 0)
            {
                await device.Tickets.DeleteAsync(ticket.Id.ToString(CultureInfo.InvariantCulture));
                return;
            }
            if (random.Next(4) == 0)
                await SyncAsync(device);
            string tag = $"tag{++words}";
            ticket.Tags.Add(tag);
            if (random.Next(3) == 0)
                ticket.DuplicateOf = (await PickTicketAsync(device))?.Id;
            await device.Tickets.SaveAsync(ticket);
        }

        private async Task EditErrandAsync(WorldDevice device)
        {
            List<Errand> errands = await device.Errands.ListAsync().ToListAsync();
            if (errands.Count == 0)
                return;
            Errand errand = errands[random.Next(errands.Count)];
            if (random.Next(4) == 0)
                await SyncAsync(device);
            errand.TicketId = (await PickTicketAsync(device))?.Id;
            await device.Errands.SaveAsync(errand);
        }

        private async Task<string?> PickAsync(WorldDevice device)
        {
            List<Job> jobs = await device.Jobs.ListAsync().ToListAsync();
            return jobs.Count == 0 ? null : jobs[random.Next(jobs.Count)].Id;
        }

        private async Task EditAsync(WorldDevice device)
        {
            if (await PickAsync(device) is not { } key)
                return;
            Job job = await device.GetAsync(key);
            if (random.Next(4) == 0)
                await SyncAsync(device);
            for (int i = random.Next(1, 4); i > 0; i--)
                Change(job);
            try
            {
                await device.Jobs.SaveAsync(job);
            }
            catch (ChangeRefusedException)
            {
            }
        }

        private void Change(Job job)
        {
            switch (random.Next(9))
            {
                case 0:
                    job.Title = $"t{random.Next(4)}";
                    break;
                case 1:
                    job.Notes = random.Next(3) == 0 ? null : $"n{random.Next(3)}";
                    break;
                case 2:
                    string tag = $"tag{++words}";
                    tags.Add(tag);
                    job.Tags.Add(tag);
                    break;
                case 3:
                    job.Checks[$"k{random.Next(3)}"] = World.J(random.Next(3) == 0 ? "false" : "true");
                    break;
                case 4:
                    job.Latitude += 1.5m;
                    break;
                case 5:
                    job.Longitude += 1.5m;
                    break;
                case 6:
                    job.Counter += random.Next(1, 4);
                    break;
                case 7:
                    job.Remark = $"r{++words}";
                    break;
                default:
                    string[] next = [.. JobModel.Machine.Next(job.Status)];
                    if (next.Length > 0)
                        job.Status = next[random.Next(next.Length)];
                    break;
            }
        }

        private async Task SyncAsync(WorldDevice device)
        {
            device.Network.Heal();
            device.Network.IsDown = random.Next(6) == 0;
            if (random.Next(4) == 0)
                device.Network.NextPush(TransportFault.AnswerLost);
            if (random.Next(3) == 0)
                device.Network.Meanwhile = () => EditAsyncQuietly(device);
            await device.Client.SyncAsync();
            device.Network.Meanwhile = null;
        }

        private async Task EditAsyncQuietly(WorldDevice device)
        {
            if (await PickAsync(device) is not { } key)
                return;
            Job job = await device.GetAsync(key);
            Change(job);
            try
            {
                await device.Jobs.SaveAsync(job);
            }
            catch (ChangeRefusedException)
            {
            }
        }

        private async Task<int> ResolveSomeAsync(WorldDevice device, bool all)
        {
            List<SyncConflict> open = [.. await device.ConflictsAsync(), .. await device.Client.Conflicts.ListRejectedAsync().ToListAsync()];
            int resolved = 0;
            foreach (SyncConflict conflict in open.Where(_ => all || random.Next(2) == 0))
            {
                bool overwritesTags = conflict.Fields.ContainsKey("tags");
                bool hopeless = overwritesTags || conflict.Reason is null or ConflictReason.InvalidTransition;
                Resolution choice = hopeless || random.Next(2) == 0 ? (random.Next(2) == 0 ? Resolution.UseServer : Resolution.Discard) : Resolution.KeepMine;
                if (conflict.Reason is not null && random.Next(4) == 0 && conflict.PreviewAutoMerge().Left.Count == 0)
                    choice = Resolution.AutoMerge;
                await conflict.ResolveAsync(choice);
                resolved++;
            }
            return resolved;
        }

        private async Task HealAsync()
        {
            devices.ForEach(device => device.Network.Heal());
            for (int round = 0; round < 30; round++)
            {
                int open = 0;
                foreach (WorldDevice device in devices)
                {
                    await device.SyncAsync();
                    open += await ResolveSomeAsync(device, all: true);
                }
                SyncStatus[] states = await Task.WhenAll(devices.Select(d => d.Client.GetStatusAsync()));
                if (open == 0 && states.All(s => s.Changes is { Waiting: 0, Conflict: 0, Failed: 0 }))
                {
                    foreach (WorldDevice device in devices)
                        await device.SyncAsync();
                    return;
                }
            }
            throw new InvalidOperationException("The devices do not come to rest.");
        }

        private async Task CheckAsync()
        {
            IReadOnlyDictionary<EntityId, PulledEntity> server = await world.ServerStateAsync();
            foreach (WorldDevice device in devices)
            {
                foreach (string type in new[] { "job", "photo", "ticket", "reply", "errand" })
                {
                    List<ReplicaEntity> replicas = await device.Store.ReadReplicasAsync(new ReplicaFilter { Type = type }).ToListAsync();
                    Dictionary<EntityId, PulledEntity> live = server.Where(e => e.Key.Type == type && !e.Value.Deleted).ToDictionary();
                    Assert.Equal(live.Keys.Select(k => k.Key).Order(StringComparer.Ordinal), replicas.Select(r => r.Key).Order(StringComparer.Ordinal));
                    foreach (ReplicaEntity replica in replicas)
                    {
                        PulledEntity served = live[replica.Id];
                        Assert.Equal(served.Version, replica.Version);
                        Assert.Equal(EntitySyncState.Synced, replica.SyncState);
                        Assert.All(served.Data!, f => Assert.True(world.Model.Entity(type).Field(f.Key).AreEqual(f.Value, replica.Local!.Find(f.Key)), $"{replica.Id} {f.Key}: {f.Value} / {replica.Local.Find(f.Key)} / {replica.Server!.Find(f.Key)}"));
                    }
                }
                await CheckAcknowledgedAsync(device, server);
                await CheckKeysAsync(device, server);
            }
        }

        /// <summary>Each ticket was made once, and is found by the key that it had first.</summary>
        private async Task CheckKeysAsync(WorldDevice device, IReadOnlyDictionary<EntityId, PulledEntity> server)
        {
            List<string> titles = [.. server.Where(e => e.Key.Type == "ticket" && !e.Value.Deleted).Select(e => e.Value.Data!["title"].GetString()!)];
            Assert.Equal(titles.Distinct().Count(), titles.Count);
            foreach (((WorldDevice _, string title), long first) in held.Where(h => h.Key.Device == device && titles.Contains(h.Key.Title)))
                Assert.Equal(title, (await device.Tickets.GetAsync(first.ToString(CultureInfo.InvariantCulture)))?.Title);
        }

        /// <summary>Tags are only ever added, each under a name of its own: one that the server took in is there as long as its job is.</summary>
        private static async Task CheckAcknowledgedAsync(WorldDevice device, IReadOnlyDictionary<EntityId, PulledEntity> server)
        {
            await foreach (OutboxItem item in device.Client.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Synced }))
            {
                if (item.ConfirmedVersion is null || item.Result?.Find("tags") is not { } sent || !server.TryGetValue(item.Entity, out PulledEntity? held) || held.Deleted)
                    continue;
                List<string> now = [.. held.Data!["tags"].EnumerateArray().Select(t => t.GetString()!)];
                Assert.All(sent.EnumerateArray(), tag => Assert.Contains(tag.GetString()!, now));
            }
        }
    }
}
