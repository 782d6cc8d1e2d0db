namespace Athens.Sync.Server;

/// <summary>
/// The app's own handler of a status move: what an approval does, and not whether there may be one. Added by
/// <see cref="SyncServerBuilder.AddCommand{TCommand}(string, string)"/>, and resolved in the transaction's scope.
/// </summary>
public interface ISyncCommand
{
    /// <summary>
    /// Does what the move stands for. Runs inside the transaction of the push, after every right and rule let the change pass, and
    /// so once for each run of the transaction; never for a replay. What the batch did so far has been written, this change not yet.
    /// </summary>
    /// <remarks>
    /// What it writes through the transaction's own context is committed with the change, or not at all. The entity itself it
    /// changes by <see cref="RuleContext.Set(string, System.Text.Json.JsonElement)"/>. It may refuse the change before it writes; when
    /// it throws, the push fails, and nothing of it is recorded.
    /// </remarks>
    ValueTask ExecuteAsync(RuleContext context, CancellationToken cancellationToken);
}
