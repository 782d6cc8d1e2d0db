namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>What the app's rule writes of each change that it judges.</summary>
public sealed class AuditEntry
{
    public int Id { get; set; }

    public string CrateId { get; set; } = "";
}
