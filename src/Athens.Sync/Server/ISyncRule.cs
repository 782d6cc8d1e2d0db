namespace Athens.Sync.Server;

/// <summary>
/// The app's own judgement of changes to one entity type: rights, validation, and what the server sets by itself.
/// Registered as a keyed service under the type's wire name, and resolved in the transaction's scope.
/// </summary>
public interface ISyncRule
{
    /// <summary>True when <see cref="JudgeAsync"/> queries the database; what the batch has changed so far is then written first.</summary>
    bool ReadsStore(RuleContext context) => true;

    /// <summary>
    /// Judges a change that the engine would take in. Runs inside the transaction of the push, once for each run of
    /// the transaction, so it must have no effect outside of it.
    /// </summary>
    ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken);
}
