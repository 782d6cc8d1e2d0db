using System.Threading.Channels;

namespace Athens.Sync.LiteDb;

/// <summary>The one thread that calls LiteDB. Commands wait in a bounded line and run one after the other, each to its end.</summary>
internal sealed class OwnerThread
{
    private readonly Channel<Action> commands;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? lastCommand;

    public OwnerThread(string name, int waitingMax)
    {
        commands = Channel.CreateBounded<Action>(new BoundedChannelOptions(waitingMax) { SingleReader = true });
        new Thread(RunCommands) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Runs a command; one that has begun is no longer cancelled, so that its caller always learns what came of it.</summary>
    public async Task<T> RunAsync<T>(Func<T> command, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await commands.Writer.WriteAsync(() => Run(command, done, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new StoreException(StoreFailure.Closed, "The store was closed.");
        }
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Lets in nothing more; when what is in line has run, so does the last command, and the thread ends.</summary>
    public Task EndAsync(Action last)
    {
        if (Interlocked.CompareExchange(ref lastCommand, last, null) is null)
            commands.Writer.Complete();
        return ended.Task;
    }

    private void RunCommands()
    {
        while (WaitForCommand())
        {
            while (commands.Reader.TryRead(out Action? command))
                command();
        }
        RunLast();
    }

    private void RunLast()
    {
        try
        {
            lastCommand!();
            ended.SetResult();
        }
        catch (Exception e)
        {
            ended.SetException(StoreErrors.From(e));
        }
    }

    private bool WaitForCommand()
    {
        ValueTask<bool> waiting = commands.Reader.WaitToReadAsync();
        return waiting.IsCompleted ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private static void Run<T>(Func<T> command, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }
        try
        {
            done.SetResult(command());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
