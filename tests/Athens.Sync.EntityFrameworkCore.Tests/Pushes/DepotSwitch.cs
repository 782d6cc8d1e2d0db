namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>How a test makes the app's rule behave.</summary>
public sealed class DepotSwitch
{
    public bool IsBroken { get; set; }

    /// <summary>Makes the database check foreign keys at the commit of the transaction.</summary>
    public string DeferSql { get; set; } = "";
}
