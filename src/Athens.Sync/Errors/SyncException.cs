namespace Athens.Sync;

/// <summary>The root of what the engine throws.</summary>
public abstract class SyncException : Exception
{
    private protected SyncException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>True when the same call may succeed later with nothing changed.</summary>
    public virtual bool IsTransient => false;
}
