using System.Net;
using System.Net.Sockets;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>The way to the server, wherever it listens in its present life.</summary>
public sealed class Road
{
    private int port;

    public void LeadTo(int listening) => Volatile.Write(ref port, listening);

    public HttpClient Client(string user)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://server/sync/") };
        http.DefaultRequestHeaders.Add("user", user);
        return http;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Volatile.Read(ref port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
