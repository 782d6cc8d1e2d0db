using System.IO.Compression;
using System.Text;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;

namespace Athens.Sync.Http.Tests.Transport;

/// <summary>What answers 200 and is not the server: a captive portal, a proxy, another service.</summary>
public sealed class NotTheServerTests
{
    [Theory]
    [InlineData("text/html", "<html><body>Welcome to the airport</body></html>")]
    [InlineData(null, "")]
    [InlineData("text/plain", """{"applied":[],"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "<html>")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", """{"status":"ok"}""")]
    [InlineData("application/json", """{"applied":7,"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    [InlineData("application/json", """{"summary":{"total":0},"summary":{"total":1}}""")]
    [InlineData("application/json", """{"applied":[{"entity":"note","offline_id":"\ud800","server_id":"n1","new_version":1,"status":"applied"}],"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    [InlineData("application/json", """{"applied":[{"entity":"note","offline_id":"o1","server_id":"n1","new_version":1,"status":"shrugged"}],"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    [InlineData("application/json", """{"applied":[{"entity":"note","offline_id":"o1","server_id":"n1","new_version":1e400,"status":"applied"}],"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    [InlineData("application/json", """{"applied":[{"entity":"note","offline_id":"o1","server_id":"n1","new_version":1,"status":"applied","data":[]}],"summary":{"total":0,"applied":0,"conflicts":0,"rejected":0}}""")]
    public async Task Answer_ThatIsNotOfTheProtocol_IsNotTheServers(string? type, string body)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(200, type, body);

        Assert.Equal(TransportFailure.NotTheServer, (await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PushAsync(Answers.Push))).Failure);
        Assert.Equal(TransportFailure.NotTheServer, (await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PullAsync(new PullRequest()))).Failure);
    }

    [Fact]
    public async Task Answer_TooDeep_IsNotTheServers()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(200, "application/json", string.Concat(Enumerable.Repeat("[", 10_000)));

        Assert.Equal(TransportFailure.NotTheServer, (await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PullAsync(new PullRequest()))).Failure);
    }

    [Fact]
    public async Task Answer_LargerThanAllowed_IsReadNoFurther()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.WriteAsync(new string(' ', 4096), http.RequestAborted);
        });

        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport(options: new HttpSyncOptions { AnswerBytesMax = 100_000 }).PullAsync(new PullRequest()));

        Assert.Equal((TransportFailure.AnswerTooLarge, "The answer is larger than 100000 bytes."), (failure.Failure, failure.Message));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Answer_ThatIsADecompressionBomb_IsReadNoFurther(string encoding)
    {
        byte[] bomb = Compress(encoding, new byte[50 << 20]);
        await using LoopbackServer server = await LoopbackServer.StartAsync(http => WriteAsync(http, encoding, bomb));

        SyncTransportException failure = await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PullAsync(new PullRequest()));

        Assert.Equal(TransportFailure.AnswerTooLarge, failure.Failure);
        Assert.Contains("larger than", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Answer_ThatCannotBeDecompressed_IsNotTheServers(string encoding)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(http => WriteAsync(http, encoding, Encoding.UTF8.GetBytes("This is not compressed at all, whatever the header says.")));

        Assert.Equal(TransportFailure.NotTheServer, (await Assert.ThrowsAsync<SyncTransportException>(() => server.Transport().PullAsync(new PullRequest()))).Failure);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Answer_Compressed_IsRead(string encoding)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(http => WriteAsync(http, encoding, Compress(encoding, Encoding.UTF8.GetBytes(Answers.PageJson))));

        Assert.Equal(Answers.Page.Changes[0].Data!.ToJson(), (await server.Transport().PullAsync(new PullRequest())).Changes[0].Data!.ToJson());
    }

    private static Task WriteAsync(HttpContext http, string encoding, byte[] body)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentEncoding = encoding;
        return http.Response.Body.WriteAsync(body).AsTask();
    }

    private static byte[] Compress(string encoding, byte[] body)
    {
        using var buffer = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(buffer, CompressionLevel.Fastest, true) : new BrotliStream(buffer, CompressionLevel.Fastest, true))
            stream.Write(body);
        return buffer.ToArray();
    }
}
