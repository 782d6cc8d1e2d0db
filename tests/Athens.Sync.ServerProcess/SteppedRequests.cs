using Athens.Sync.DeviceProcess;
using Microsoft.AspNetCore.Http;

namespace Athens.Sync.ServerProcess;

/// <summary>Middleware: a request that came and an answer of which half is on its way are steps.</summary>
public sealed class SteppedRequests(Steps steps)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        bool isPush = HttpMethods.IsPost(http.Request.Method);
        await steps.PassAsync(isPush ? ServerSteps.PushReceived : ServerSteps.PullReceived);
        Stream wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await next(http);
        http.Response.Body = wire;
        ReadOnlyMemory<byte> bytes = answer.GetBuffer().AsMemory(0, (int)answer.Length);
        await wire.WriteAsync(bytes[..(bytes.Length / 2)]);
        await wire.FlushAsync();
        await steps.PassAsync(isPush ? ServerSteps.PushAnswering : ServerSteps.PullAnswering);
        await wire.WriteAsync(bytes[(bytes.Length / 2)..]);
    }
}
