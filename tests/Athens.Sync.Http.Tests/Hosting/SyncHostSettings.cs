using Athens.Sync.AspNetCore;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>What a test wants otherwise than the host has it.</summary>
public sealed record SyncHostSettings
{
    public string Environment { get; init; } = "Production";

    public bool IsOpen { get; init; }

    public SyncServerOptions? Options { get; init; }

    public Action<SyncEndpointOptions>? Endpoints { get; init; }

    public Action<KestrelServerOptions>? Kestrel { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Action<WebApplication>? Pipeline { get; init; }

    public ILoggerProvider? Log { get; init; }
}
