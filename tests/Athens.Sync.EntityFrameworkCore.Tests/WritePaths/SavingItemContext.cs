using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>An app that does something of its own at each save.</summary>
public sealed class SavingItemContext(DbContextOptions<SavingItemContext> options, ItemMapping mapping) : ItemContext(options, mapping)
{
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (Item item in ChangeTracker.Entries<Item>().Select(entry => entry.Entity))
            item.Remark = "seen";
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
