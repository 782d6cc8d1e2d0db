using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.AspNetCore;

/// <summary>Takes requests from HTTP to <see cref="SyncServer"/>, and its answers and failures back.</summary>
internal sealed class SyncHandler(SyncEndpointOptions options, RequestRates rates)
{
    /// <summary>A smaller answer fits into the packets that it needs anyhow.</summary>
    private const int CompressFromEntities = 4;

    public Task<IResult> PushAsync(HttpContext http) => AnswerAsync(http, async (server, caller, logger) =>
    {
        (PushRequest? request, IResult? refusal) = await ReadPushAsync(http, server.Limits).ConfigureAwait(false);
        if (request is null)
            return refusal!;
        if (rates.WaitOf(new DeviceKey(caller.Tenant, caller.User, request.DeviceId)) is { } wait)
            return TooMany(http, wait);
        PushResponse response = await server.PushAsync(request, caller, http.RequestAborted).ConfigureAwait(false);
        PushSummary summary = response.Summary;
        SyncEndpointLog.Pushed(logger, summary.Total, summary.Applied, summary.Conflicts, summary.Rejected);
        return Answer(response, WireJson.Instance.PushResponse, summary.Total);
    });

    public Task<IResult> PullAsync(HttpContext http, string? scope, string? checkpoint, string? lane, string? limit, [FromQuery(Name = "device_id")] string? device) => AnswerAsync(http, async (server, caller, logger) =>
    {
        PullRequest request = PullRequestReader.Read(scope, checkpoint, lane, limit, device, server.Limits);
        if (request.DeviceId is { } id && rates.WaitOf(new DeviceKey(caller.Tenant, caller.User, id)) is { } wait)
            return TooMany(http, wait);
        PullResponse response = await server.PullAsync(request, caller, http.RequestAborted).ConfigureAwait(false);
        SyncEndpointLog.Pulled(logger, response.Changes.Count, response.HasMore);
        if (response.HasMore)
            http.Response.Headers[WireHeaders.Next] = response.Checkpoint;
        return Answer(response, WireJson.Instance.PullResponse, response.Changes.Count);
    });

    /// <summary>What is read has a copy of all that it needs: the buffer goes back before the database is asked.</summary>
    private static async Task<(PushRequest? Request, IResult? Refusal)> ReadPushAsync(HttpContext http, SyncLimits limits)
    {
        using var buffer = new WireBuffer();
        IResult? refusal = await RequestBody.ReadAsync(http, buffer, limits).ConfigureAwait(false);
        return refusal is null ? (PushRequestReader.Read(buffer.Written, limits), null) : (null, refusal);
    }

    private JsonAnswer<T> Answer<T>(T value, JsonTypeInfo<T> type, int entities) => new(value, type, options.CompressAnswers && entities >= CompressFromEntities);

    private async Task<IResult> AnswerAsync(HttpContext http, Func<SyncServer, SyncCaller, ILogger, Task<IResult>> answer)
    {
        ILogger logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Athens.Sync.AspNetCore");
        http.Response.Headers.CacheControl = "no-store";
        IResult result;
        try
        {
            var server = http.RequestServices.GetRequiredService<SyncServer>();
            result = await CallerOfAsync(http).ConfigureAwait(false) switch
            {
                null => SyncProblems.CallerUnknown(),
                { } caller when rates.WaitOf(caller) is { } wait => TooMany(http, wait),
                { } caller => await answer(server, caller, logger).ConfigureAwait(false),
            };
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
        catch (Exception exception)
        {
            result = Problem(http, exception, logger);
        }
        if (result is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError } refusal)
            SyncEndpointLog.Refused(logger, refusal.StatusCode);
        return result;
    }

    private async ValueTask<SyncCaller?> CallerOfAsync(HttpContext http) => options.Caller is { } caller
        ? await caller(http).ConfigureAwait(false)
        : ClaimsCaller.From(http.User, options);

    private static ProblemHttpResult TooMany(HttpContext http, TimeSpan wait)
    {
        AskToWait(http, wait);
        return SyncProblems.TooManyRequests();
    }

    private static void AskToWait(HttpContext http, TimeSpan wait) =>
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private ProblemHttpResult Problem(HttpContext http, Exception exception, ILogger logger)
    {
        switch (exception)
        {
            case WireException wire:
                return SyncProblems.Malformed(wire.Message);
            case ScopeNotFoundException:
                return SyncProblems.ScopeNotFound();
            case ResyncRequiredException resync:
                SyncEndpointLog.ResyncRequired(logger);
                return SyncProblems.ResyncRequired(resync.Message);
            case RegistrationRequiredException registration:
                SyncEndpointLog.RegistrationRequired(logger);
                return SyncProblems.RegistrationRequired(registration.Message);
            case QuotaExceededException quota:
                AskToWait(http, options.RetryAfter);
                return SyncProblems.QuotaExceeded(quota.Message);
            case BadHttpRequestException bad:
                return Problem(bad);
            case SyncException { IsTransient: true }:
                SyncEndpointLog.StoreBusy(logger, exception);
                AskToWait(http, options.RetryAfter);
                return SyncProblems.Unavailable();
            default:
                SyncEndpointLog.Failed(logger, exception);
                return SyncProblems.Internal();
        }
    }

    /// <summary>The web server gave up on the request: too large as sent, too slow, or broken off.</summary>
    private static ProblemHttpResult Problem(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => SyncProblems.TooLarge("The body is larger than allowed."),
        StatusCodes.Status408RequestTimeout => SyncProblems.TooSlow(),
        _ => SyncProblems.Malformed("The request could not be read."),
    };
}
