using Athens.Sync.Client;
using Athens.Sync.InMemory;

namespace Athens.Sync.Http.Tests.Fuzz;

/// <summary>Real requests: what a real device sends in an eventful day.</summary>
public sealed class Corpus : DelegatingHandler
{
    private readonly List<byte[]> pushes = [];
    private readonly List<string> pulls = [];

    private Corpus()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Bodies of pushes.</summary>
    public IReadOnlyList<byte[]> Pushes => pushes;

    /// <summary>Queries of pulls.</summary>
    public IReadOnlyList<string> Pulls => pulls;

    public static async Task<Corpus> RecordAsync(PlantHost host)
    {
        var corpus = new Corpus();
        using HttpClient http = host.Client("ann", corpus);
        var transport = new HttpSyncTransport(http, TimeProvider.System, new HttpSyncOptions { CompressFromBytes = null });
        var options = new SyncClientOptions { PullPage = 2 };
        await using var client = new SyncClient(Plant.Model, new InMemoryDeviceStore(), transport, TimeProvider.System, SyncIds.System(TimeProvider.System), options);
        await WorkAsync(client);
        return corpus;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            pushes.Add(await content.ReadAsByteArrayAsync(cancellationToken));
        else
            pulls.Add(request.RequestUri!.Query.TrimStart('?'));
        return await base.SendAsync(request, cancellationToken);
    }

    private static async Task WorkAsync(SyncClient client)
    {
        SyncSet<Plant> plants = client.Set<Plant>();
        SyncSet<Reading> readings = client.Set<Reading>();
        for (int n = 1; n <= 4; n++)
        {
            var plant = new Plant { Id = $"p{n}", Title = $"Plant {n}", Level = 1.5, Price = 12.50m, Big = long.MaxValue, SeenAt = new DateTimeOffset(2026, 3, n, 8, 0, 0, TimeSpan.FromHours(2)), Tags = ["a", "é"], Checks = { ["gas"] = true }, Place = new Place { Name = "Tank farm" } };
            await plants.SaveAsync(plant);
            await readings.SaveAsync(new Reading { Id = $"r{n}", PlantId = plant.Id, Value = n });
            await SyncAsync(client);
        }
        foreach (Plant plant in await plants.ListAsync().ToListAsync())
        {
            plant.Title += " again";
            plant.Count += 2;
            plant.Tags.Add("b");
            plant.Checks["gas"] = false;
            await plants.SaveAsync(plant);
            plant.Status = "running";
            await plants.SaveAsync(plant);
        }
        await SyncAsync(client);
        await plants.DeleteAsync("p4");
        await SyncAsync(client);
    }

    private static async Task SyncAsync(SyncClient client) => Assert.Null((await client.SyncAsync()).Failure);
}
