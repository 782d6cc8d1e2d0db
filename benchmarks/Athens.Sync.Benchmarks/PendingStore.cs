using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.InMemory;
using Athens.Sync.LiteDb;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.Benchmarks;

/// <summary>A device's store in which so many changes wait.</summary>
internal static class PendingStore
{
    public const string Type = "note";

    private const int FillItems = 5_000;

    public static FieldValues Data { get; } = FieldValues.Parse($$"""{"title":"{{new string('x', 300)}}"}""");

    public static async Task<IDeviceStore> OpenAsync(string kind, DirectoryInfo folder) => kind switch
    {
        "memory" => new InMemoryDeviceStore(),
        "litedb" => await LiteDbDeviceStore.OpenAsync(Path.Combine(folder.FullName, "lite.db")),
        _ => await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={Path.Combine(folder.FullName, "sqlite.db")}")),
    };

    public static async Task FillAsync(IDeviceStore store, int pending)
    {
        var state = new DeviceState { DeviceId = "device", Generation = "generation" };
        while (state.NextPosition <= pending)
        {
            long first = state.NextPosition;
            int count = (int)Math.Min(FillItems, pending - first + 1);
            state = state with { Revision = state.Revision + 1, NextPosition = first + count, Counts = new OutboxCounts { Pending = (int)first + count - 1 } };
            await store.CommitAsync(new DeviceCommit { State = state, PutItems = [.. Enumerable.Range(0, count).Select(n => Item(first + n))] });
        }
    }

    public static OutboxItem Item(long position, string? key = null) => new()
    {
        Position = position,
        Status = OutboxStatus.Pending,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Change = new Change { Entity = Type, Op = ChangeOp.Update, OfflineId = $"change-{position}", ServerId = key ?? $"key-{position}", ClientVersion = 1, Data = Data, Base = Data },
    };
}
