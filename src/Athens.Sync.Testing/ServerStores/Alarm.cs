namespace Athens.Sync.Testing.ServerStores;

/// <summary>An entity of the critical lane. Its key is a number.</summary>
public sealed class Alarm
{
    /// <summary>The key.</summary>
    public long Id { get; set; }

    /// <summary>The scope.</summary>
    public string Project { get; set; } = "";

    /// <summary>What is wrong.</summary>
    public string Text { get; set; } = "";
}
