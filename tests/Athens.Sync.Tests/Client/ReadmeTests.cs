using Athens.Sync.InMemory;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Tests.Client;

/// <summary>What the package's README shows, run by the system's clock.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_OfTheDevice_DoesWhatItSays()
    {
        var world = new World();
        using var source = new CancellationTokenSource(LoopDevice.Patience);
        CancellationToken patience = source.Token;
        await using var client = new SyncClient(
            world.Model,
            new Athens.Sync.InMemory.InMemoryDeviceStore(),
            new Athens.Sync.InMemory.InProcessTransport(world.Server, World.Caller("ann")),
            TimeProvider.System,
            SyncIds.System(TimeProvider.System));
        SyncSet<Job> jobs = client.Set<Job>();
        var job = new Job { Title = "one" };

        // snippet:loop
        await using var loop = new SyncLoop(client);
        loop.Start();                                            // in a host: from an IHostedService of yours, with StopAsync

        SavedChange? change = await jobs.SaveAsync(job);         // durable; the loop sends it
        if (change is not null)
            await client.WaitForAsync(change, patience);         // taken in, in conflict, or failed
        // endsnippet

        // snippet:live
        await using SyncObservableList<Job> shown = await jobs.ObserveAsync(SynchronizationContext.Current);
        await foreach (SyncStatus status in client.WatchStatusAsync(patience))
        {
            if (status is { Changes.Waiting: 0, IsSyncing: false })
                break;                                           // everything has its verdict
        }
        // endsnippet

        Assert.Equal("one", Assert.Single(shown).Title);
        Assert.Single(await world.ServerStateAsync());
    }

    [Fact]
    public async Task Readme_OfUsers_DoesWhatItSays()
    {
        var world = new World();
        var services = new ServiceCollection();
        var deviceStores = new InMemoryDeviceStores();
        SyncModel model = world.Model;
        SyncUser ann = new() { User = "ann" };
        ISyncTransport TransportOf(SyncUser user) => new InProcessTransport(world.Server, World.Caller(user.User));

        // snippet:accounts
        services.AddAthensSyncAccounts(model, _ => deviceStores, (_, user) => TransportOf(user));
        // endsnippet

        await using ServiceProvider provider = services.BuildServiceProvider();
        SyncAccounts accounts = provider.GetRequiredService<SyncAccounts>();
        // snippet:sign-in
        SyncClient client = await accounts.OpenAsync(ann);       // signed in; what she had not sent is still there
        await client.Set<Job>().SaveAsync(new Job { Title = "hers" });
        await accounts.CloseAsync(ann);                          // signed out, with work that the server does not have

        foreach (UnsentWork work in await accounts.FindUnsentAsync())
            Console.WriteLine($"{work.User?.User} has {work.Count} to send.");
        // endsnippet

        Assert.Equal((ann, 1), (await accounts.FindUnsentAsync()).Single() is { } unsent ? (unsent.User!, unsent.Count) : default);
        await (await accounts.OpenAsync(ann)).SyncAsync();
        Assert.Empty(await accounts.FindUnsentAsync());
        Assert.Same(accounts, provider.GetRequiredService<SyncAccounts>());
    }
}
