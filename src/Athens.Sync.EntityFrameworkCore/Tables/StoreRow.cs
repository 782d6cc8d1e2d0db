namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>The one row that names the database's history.</summary>
internal sealed class StoreRow
{
    public const int OnlyId = 1;

    public int Id { get; set; }

    public required string Epoch { get; set; }
}
