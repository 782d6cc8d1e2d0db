using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Athens.Sync.Http.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Http.Tests.Endpoints;

public sealed class BodyLimitTests
{
    private const string Push = """{"device_id":"d1","changes":[]}""";

    [Fact]
    public async Task Body_AboveTheLimit_IsTooLarge()
    {
        await using SyncHost host = await SyncHost.StartAsync();

        AssertTooLarge(await PostAsync(host, SyncHost.Json(Push + new string(' ', 4 << 20))));
    }

    [Fact]
    public async Task Body_AboveTheLimitAndOfUnknownLength_IsTooLarge()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Push + new string(' ', 4 << 20)));
        using var content = new StreamContent(new UnknownLength(stream));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        AssertTooLarge(await PostAsync(host, content));
    }

    [Fact]
    public async Task Body_AtTheLimit_IsTaken()
    {
        await using SyncHost host = await SyncHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, SyncHost.Json(Push.PadRight(4 << 20)))).StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Body_Compressed_IsTaken(string encoding)
    {
        await using SyncHost host = await SyncHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Compressed(encoding, Push.PadRight(8 << 20)))).StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Body_ThatIsADecompressionBomb_IsTooLarge(string encoding)
    {
        await using SyncHost host = await SyncHost.StartAsync();

        AssertTooLarge(await PostAsync(host, Compressed(encoding, Push.PadRight(200 << 20))));
    }

    [Theory]
    [InlineData("gzip", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("br", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("zstd", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    [InlineData("gzip, gzip", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    public async Task Body_NotAsItsEncodingSays_IsRefused(string encoding, HttpStatusCode status, string type)
    {
        await using SyncHost host = await SyncHost.StartAsync();
        HttpContent content = SyncHost.Json(Push);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        Problem problem = await Problem.ReadAsync(await PostAsync(host, content));

        Assert.Equal((status, type), (problem.Status, problem.Type));
    }

    [Fact]
    public async Task Body_DecompressedByTheHost_IsHeldToTheSameLimit()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings
        {
            Services = services => services.AddRequestDecompression(),
            Pipeline = app => app.UseRequestDecompression(),
        });

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Compressed("gzip", Push.PadRight(7 << 20)))).StatusCode);
        AssertTooLarge(await PostAsync(host, Compressed("gzip", Push.PadRight(20 << 20))));
    }

    [Fact]
    public async Task Body_ThatDripsIn_IsCutOff()
    {
        await using SyncHost host = await SyncHost.StartAsync(new SyncHostSettings
        {
            Kestrel = kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1000, TimeSpan.FromSeconds(1.5)),
        });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        NetworkStream stream = socket.GetStream();
        string head = $"POST /sync/push HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Tokens.Good("ann", "north")}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));

        string answer = await new StreamReader(stream).ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    private static void AssertTooLarge(HttpResponseMessage response)
    {
        Problem problem = Problem.ReadAsync(response).GetAwaiter().GetResult();
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-large"), (problem.Status, problem.Type));
    }

    private static async Task<HttpResponseMessage> PostAsync(SyncHost host, HttpContent content)
    {
        using HttpClient ann = host.Ann;
        // The server may answer before it has read everything.
        ann.DefaultRequestHeaders.ExpectContinue = true;
        return await ann.PostAsync("/sync/push", content);
    }

    private static ByteArrayContent Compressed(string encoding, string text)
    {
        using var buffer = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(buffer, CompressionLevel.Fastest, true) : new BrotliStream(buffer, CompressionLevel.Fastest, true))
            stream.Write(Encoding.UTF8.GetBytes(text));
        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
