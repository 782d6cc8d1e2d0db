namespace Athens.Sync.Testing.ServerStores;

/// <summary>Has a key that the database makes.</summary>
public sealed class Order
{
    /// <summary>The key.</summary>
    public int Id { get; set; }

    /// <summary>The scope.</summary>
    public string Project { get; set; } = "";

    /// <summary>What is ordered.</summary>
    public string Text { get; set; } = "";
}
