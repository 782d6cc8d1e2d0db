using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.EndToEnd.Measuring;
using Athens.Sync.EndToEnd.Permits;
using Athens.Sync.EndToEnd.Raw;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Running;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.EndToEnd.Cases;

/// <summary>What it costs to write and to read the messages, in entities a second of a processor, against the same entities as typed JSON.</summary>
public sealed class JsonCost : Case
{
    private const int Batch = 500;

    private static readonly EntityModel Entity = PermitModel.Sync.Entity(PermitModel.Type);

    public override string Name => "json";

    public override IReadOnlyList<Setup> Setups { get; } = [new("sqlite", "memory")];

    public override Task RunAsync(Bench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        List<Permit> permits = RawJson.Batches("json", Batch)[0];
        byte[] typed = JsonSerializer.SerializeToUtf8Bytes(permits, PermitJson.Default.ListPermit);
        PushRequest push = PushOf(permits);
        byte[] pushed = JsonSerializer.SerializeToUtf8Bytes(push, WireJson.Instance.PushRequest);
        PullResponse page = PageOf(permits);
        byte[] paged = JsonSerializer.SerializeToUtf8Bytes(page, WireJson.Instance.PullResponse);
        var buffer = new MemoryStream();
        double write = Measure(bench, "typed, written", () => Write(buffer, permits, PermitJson.Default.ListPermit), null);
        double read = Measure(bench, "typed, read", () => JsonSerializer.Deserialize(typed, PermitJson.Default.ListPermit), null);
        Measure(bench, "push, written", () => Write(buffer, push, WireJson.Instance.PushRequest), write);
        Measure(bench, "push, read", () => PushRequestReader.Read(pushed, SyncLimits.Default), read);
        Measure(bench, "page, written", () => Write(buffer, page, WireJson.Instance.PullResponse), write);
        Measure(bench, "page, read", () => AnswerCheck.Check(new PullRequest(), JsonSerializer.Deserialize(paged, WireJson.Instance.PullResponse)!), read);
        return Task.CompletedTask;
    }

    private static void Write<T>(MemoryStream buffer, T value, JsonTypeInfo<T> type)
    {
        buffer.SetLength(0);
        JsonSerializer.Serialize(buffer, value, type);
    }

    private static double Measure(Bench bench, string what, Action run, double? raw)
    {
        int times = Math.Max(1, bench.Options.Count * 2 / Batch);
        Run(run, times);
        long before = GC.GetAllocatedBytesForCurrentThread();
        double[] rates = [.. Enumerable.Range(0, bench.Options.Rounds).Select(_ => Run(run, times))];
        double allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / (bench.Options.Rounds * times * Batch);
        double rate = Quantile.Median(rates);
        bench.Tell(new Figure { What = what, Unit = "entities/s", Value = rate, Rounds = rates, Raw = raw, RawOf = raw is null ? null : "typed" });
        bench.Tell(new Figure { What = $"{what}, allocated", Unit = "bytes", Value = allocated });
        return rate;
    }

    private static double Run(Action run, int times)
    {
        TimeSpan begun = Environment.CpuUsage.TotalTime;
        for (int n = 0; n < times; n++)
            run();
        return times * Batch / (Environment.CpuUsage.TotalTime - begun).TotalSeconds;
    }

    private static PushRequest PushOf(List<Permit> permits) => new()
    {
        DeviceId = "device",
        Generation = "generation",
        Changes = [.. permits.Select((permit, index) => new Change
        {
            Entity = PermitModel.Type,
            Op = ChangeOp.Create,
            OfflineId = Guid.CreateVersion7().ToString(),
            Number = index + 1,
            ServerId = permit.Id,
            Data = Entity.ReadState(permit),
            ChangedAt = permit.PlannedStartTime,
        })],
    };

    private static PullResponse PageOf(List<Permit> permits) => new()
    {
        Scope = "json",
        Epoch = "epoch",
        Checkpoint = "checkpoint",
        HasMore = true,
        Changes = [.. permits.Select(permit => new PulledEntity { Entity = PermitModel.Type, ServerId = permit.Id, Version = 1, Data = Entity.ReadState(permit) })],
    };
}
