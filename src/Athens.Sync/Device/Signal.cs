using System.Threading.Channels;

namespace Athens.Sync.Device;

/// <summary>Wakes one waiter. Setting it never waits; what is set while nobody waits is one wake, however often.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => channel.Writer.TryWrite(true);

    /// <summary>Lets the waiter go, now and whenever he waits again.</summary>
    public void Close() => channel.Writer.TryComplete();

    /// <returns>False when it was closed, and nothing is left to wake for.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (!await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            return false;
        channel.Reader.TryRead(out _);
        return true;
    }
}
