using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

public class ItemContext : DbContext
{
    private readonly ItemMapping mapping;

    public ItemContext(DbContextOptions<ItemContext> options, ItemMapping mapping) : this((DbContextOptions)options, mapping)
    {
    }

    protected ItemContext(DbContextOptions options, ItemMapping mapping) : base(options)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        this.mapping = mapping;
        mapping.Opened(this);
    }

    public static SyncModel SyncModel { get; } = SyncModel.Create(model => model.Entity<Item>("item", e =>
        e.Key(i => i.Id).Scope(i => i.Site).Fields(i => i.Name, i => i.Other, i => i.SeenAt, i => i.Level).Ignore(i => i.Length, i => i.Remark, i => i.Tag)));

    public DbSet<Item> Items => Set<Item>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Item>(item =>
        {
            item.ToTable("items");
            item.Ignore(i => i.Tag);
            mapping.Map(item);
        });
        modelBuilder.UseAthensSync(SyncModel);
    }
}
