using Athens.Sync.Device;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Scheduling;

/// <summary>
/// Random days of a device with a loop: saves, faults of every kind, networks that come and go, wakes, time. At every moment of
/// rest something that waits has a next try; when the faults end, all of it arrives with nobody's help but time.
/// </summary>
public sealed class RandomDayOfALoopTests
{
    [Fact]
    public async Task Outbox_AfterAnyDay_DrainsByItself()
    {
        for (int seed = 1; seed <= 60; seed++)
        {
            try
            {
                await using var day = new Day(seed);
                await day.RunAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    private sealed class Day : IAsyncDisposable
    {
        private readonly World world = new();
        private readonly Random random;
        private readonly LoopDevice device;
        private int saved;

        public Day(int seed)
        {
            random = new Random(seed);
            device = new LoopDevice(world, seed: seed);
        }

        public async Task RunAsync()
        {
            await device.StartAsync();
            for (int i = random.Next(10, 40); i > 0; i--)
            {
                await StepAsync();
                await AssertPlannedAsync();
            }
            await HealAsync();
        }

        public ValueTask DisposeAsync() => device.DisposeAsync();

        private async Task StepAsync()
        {
            switch (random.Next(8))
            {
                case 0:
                    device.Loop.NotifyOnline(random.Next(2) == 0);
                    break;
                case 1:
                    device.Loop.Wake();
                    break;
                case 2:
                    SetFault();
                    break;
                case 3 or 4 when device.Next is not null:
                    await device.TryNextAsync();
                    break;
                default:
                    await SaveAsync();
                    break;
            }
        }

        private Task<Job> SaveAsync() => device.SaveAsync($"job {++saved}");

        private void SetFault()
        {
            TransportFailure failure = random.GetItems(Enum.GetValues<TransportFailure>(), 1)[0];
            TimeSpan? retryAfter = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(100)) : null;
            device.Network.Failure = random.Next(4) switch
            {
                0 => null,
                1 => () => new InvalidOperationException("A bug."),
                _ => () => new SyncTransportException(failure, "No.") { RetryAfter = retryAfter },
            };
            device.Network.Before = random.Next(3) > 0 ? null : async _ =>
            {
                device.Network.Before = null;
                await SaveAsync();
            };
        }

        private async Task AssertPlannedAsync()
        {
            SyncStatus status = await device.StatusAsync(s => !s.IsSyncing);
            bool isExcused = status.IsSignInNeeded || !device.State.HasNetwork;
            Assert.True(isExcused || status.NextAttemptAt is not null, "Nothing is planned.");
        }

        private async Task HealAsync()
        {
            device.Network.Failure = null;
            device.Network.Before = null;
            device.Loop.NotifyOnline(true);
            if (device.State.Failure is SyncTransportException { Failure: TransportFailure.Unauthorized })
                device.Loop.Wake();
            for (int i = 0; i < 10 && (await device.StatusAsync(s => !s.IsSyncing)).Changes is { Waiting: > 0 } or { Failed: > 0 }; i++)
            {
                await RetryRefusedAsync();
                await device.TryNextAsync();
            }
            Assert.Equal(saved, (await world.ServerStateAsync()).Count);
        }

        /// <summary>What a server refused again and again is set aside, for a person to send again.</summary>
        private async Task RetryRefusedAsync()
        {
            await foreach (SyncConflict refused in device.Client.Conflicts.ListRejectedAsync())
                await refused.ResolveAsync(Resolution.KeepMine);
        }
    }
}
