namespace Athens.Sync;

/// <summary>The change was taken in.</summary>
public sealed record AppliedChange : Outcome
{
    /// <summary>The entity's key on the server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The entity's version after the change.</summary>
    public required long NewVersion { get; init; }

    /// <summary>How it was taken in.</summary>
    public required AppliedStatus Status { get; init; }

    /// <summary>
    /// Each field whose stored value differs from the sent one; when merged, also the resulting value of each sent field.
    /// </summary>
    public FieldValues? Data { get; init; }

    /// <summary>One receipt for each value that a person wrote and a merge rule dropped.</summary>
    public IReadOnlyList<MergeReceipt>? Receipts { get; init; }

    /// <summary>Fields that the model does not declare and that were left out, where the entity type allows that.</summary>
    public IReadOnlyList<string>? IgnoredFields { get; init; }
}
