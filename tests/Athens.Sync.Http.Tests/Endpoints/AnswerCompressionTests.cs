using System.IO.Compression;
using System.Net.Http.Headers;
using Athens.Sync.Http.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Http.Tests.Endpoints;

public sealed class AnswerCompressionTests
{
    private const int Many = 40;

    [Fact]
    public async Task Answer_OfManyEntitiesToAClientThatTakesGzip_IsCompressedAndTheSame()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        (string? pushed, string pushAnswer) = await PushAsync(host, Many, "gzip");

        (string? encoding, string page) = await PullAsync(host, "gzip");
        (string? none, string plain) = await PullAsync(host, null);

        Assert.Equal(("gzip", "gzip", null), (pushed, encoding, none));
        Assert.Contains($$""""applied":{{Many}}"""", pushAnswer, StringComparison.Ordinal);
        Assert.Equal(WithoutTime(plain), WithoutTime(page));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("br")]
    [InlineData("gzip;q=0")]
    [InlineData("identity")]
    public async Task Answer_ToAClientThatDoesNotTakeGzip_IsPlain(string? accepted)
    {
        await using SyncHost host = await SyncHost.StartAsync();

        (string? encoding, string answer) = await PushAsync(host, Many, accepted);

        Assert.Null(encoding);
        Assert.StartsWith("""{"applied":[""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfOneEntity_IsPlain()
    {
        await using SyncHost host = await SyncHost.StartAsync();

        Assert.Null((await PushAsync(host, 1, "gzip")).Encoding);
        Assert.Null((await PullAsync(host, "gzip")).Encoding);
    }

    [Fact]
    public async Task Answer_WhereTheHostWantsNoCompression_IsPlain()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings { Endpoints = options => options.CompressAnswers = false });

        Assert.Null((await PushAsync(host, Many, "gzip")).Encoding);
    }

    [Fact]
    public async Task Answer_BehindTheHostsOwnCompression_IsCompressedOnce()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings
        {
            Services = services => services.AddResponseCompression(),
            Pipeline = app => app.UseResponseCompression(),
        });

        (string? encoding, string answer) = await PushAsync(host, Many, "gzip");

        Assert.Equal("gzip", encoding);
        Assert.StartsWith("""{"applied":[""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatMayBeCompressed_TellsCachesSo()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        await PushAsync(host, Many, null);
        using HttpClient ann = host.Ann;

        using HttpResponseMessage answer = await ann.GetAsync("/sync/pull");

        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
    }

    private static Task<(string? Encoding, string Body)> PushAsync(SyncHost host, int changes, string? accepted)
    {
        IEnumerable<string> elements = Enumerable.Range(0, changes).Select(n => $$"""{"entity":"note","op":"create","offline_id":"o{{n}}","server_id":"n{{n}}","data":{"title":"t{{n}}"} }""");
        return SendAsync(host, new HttpRequestMessage(HttpMethod.Post, "/sync/push") { Content = SyncHost.Json($$"""{"device_id":"d1","changes":[{{string.Join(',', elements)}}]}""") }, accepted);
    }

    private static Task<(string? Encoding, string Body)> PullAsync(SyncHost host, string? accepted) =>
        SendAsync(host, new HttpRequestMessage(HttpMethod.Get, "/sync/pull"), accepted);

    private static async Task<(string? Encoding, string Body)> SendAsync(SyncHost host, HttpRequestMessage request, string? accepted)
    {
        using HttpClient ann = host.Ann;
        if (accepted is not null)
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(accepted));
        using HttpResponseMessage answer = (await ann.SendAsync(request)).EnsureSuccessStatusCode();
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        string? encoding = answer.Content.Headers.ContentEncoding.SingleOrDefault();
        Stream body = await answer.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(encoding is null ? body : new GZipStream(body, CompressionMode.Decompress));
        return (encoding, await reader.ReadToEndAsync());
    }

    private static string WithoutTime(string page) => page[..page.IndexOf("\"server_time\"", StringComparison.Ordinal)];
}
