using System.Diagnostics;
using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.IndexedDb.Browser;

/// <summary>What a look and a commit cost over a store in which changes wait.</summary>
internal static class StoreTimes
{
    private const int Batch = 500;
    private const int WarmUps = 20;
    private const int Rounds = 100;

    public static async Task<double[]> MeasureAsync(IndexedDbDeviceStore store, int pending)
    {
        for (int first = 1; first <= pending; first += Batch)
            await CommitAsync(store, Enumerable.Range(first, Math.Min(Batch, pending - first + 1)));
        var looks = new List<double>();
        var commits = new List<double>();
        for (int round = 1 - WarmUps; round <= Rounds; round++)
        {
            string key = $"k{1 + ((round + WarmUps) % pending)}";
            long began = Stopwatch.GetTimestamp();
            DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [new EntityId(DeviceRecords.Type, key)], Sendable = 8 });
            double look = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            began = Stopwatch.GetTimestamp();
            await CommitAsync(store, view.State, [pending + round + WarmUps]);
            double commit = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (round <= 0)
                continue;
            looks.Add(look);
            commits.Add(commit);
        }

        double[] both = [.. looks.Zip(commits, (look, commit) => look + commit).Order()];
        return [looks.Order().ElementAt(Rounds / 2), commits.Order().ElementAt(Rounds / 2), both[Rounds * 95 / 100]];
    }

    private static async Task CommitAsync(IndexedDbDeviceStore store, IEnumerable<int> numbers) =>
        await CommitAsync(store, (await store.LoadAsync(new DeviceQuery())).State, numbers);

    private static async Task CommitAsync(IndexedDbDeviceStore store, DeviceState state, IEnumerable<int> numbers)
    {
        bool isTaken = await store.CommitAsync(new DeviceCommit
        {
            State = state with { Revision = state.Revision + 1 },
            PutReplicas = [.. numbers.Select(n => DeviceRecords.Replica($"k{n}"))],
            PutItems = [.. numbers.Select(n => DeviceRecords.Item(n, $"k{n}"))],
        });
        if (!isTaken)
            throw new InvalidOperationException("The store refused the next revision.");
    }
}
