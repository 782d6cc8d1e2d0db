using System.Diagnostics;

namespace Athens.Sync.EndToEnd.Measuring;

/// <summary>Measures work that this process and the server do together.</summary>
public sealed class SpanClock : IDisposable
{
    private readonly Process device = Process.GetCurrentProcess();
    private readonly Process server;

    public SpanClock(int serverId) => server = Process.GetProcessById(serverId);

    public (long Ticks, TimeSpan Device, TimeSpan Server) Now()
    {
        device.Refresh();
        server.Refresh();
        return (Stopwatch.GetTimestamp(), device.TotalProcessorTime, server.TotalProcessorTime);
    }

    public static Span Between((long Ticks, TimeSpan Device, TimeSpan Server) begin, (long Ticks, TimeSpan Device, TimeSpan Server) end) =>
        new(Stopwatch.GetElapsedTime(begin.Ticks, end.Ticks), end.Device - begin.Device, end.Server - begin.Server);

    public async Task<Span> MeasureAsync(Func<Task> work)
    {
        var begin = Now();
        await work();
        return Between(begin, Now());
    }

    public void Dispose()
    {
        device.Dispose();
        server.Dispose();
    }
}
