using System.Net.Http.Headers;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>A device as an app would set it up: the engine from a container, over HTTP, signed in.</summary>
public sealed class SyncDevice : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly TokenHandler token;

    private SyncDevice(SyncHost host, string user, string[] scopes)
    {
        token = new TokenHandler { Token = Tokens.Good(user, scopes) };
        var collection = new ServiceCollection();
        collection.AddAthensSync(Note.Model)
            .UseStore((_, _) => Task.FromResult<IDeviceStore>(new InMemoryDeviceStore()))
            .UseHttp(host.SyncAddress, http => http.AddHttpMessageHandler(() => new TokenHandler { Source = token }));
        services = collection.BuildServiceProvider();
        Client = services.GetRequiredService<SyncClient>();
        Notes = Client.Set<Note>();
    }

    public static SyncDevice Of(SyncHost host, string user, params string[] scopes) => new(host, user, scopes);

    public SyncClient Client { get; }

    public SyncSet<Note> Notes { get; }

    public string? Token
    {
        set => token.Token = value;
    }

    public async Task EditAsync(string id, Action<Note> edit)
    {
        Note note = await Notes.GetAsync(id) ?? throw new InvalidOperationException($"The device has no note {id}.");
        edit(note);
        await Notes.SaveAsync(note);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private sealed class TokenHandler : DelegatingHandler
    {
        public string? Token { get; set; }

        public TokenHandler? Source { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = Source?.Token is { } value ? new AuthenticationHeaderValue("Bearer", value) : null;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
