using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Columns;

public sealed class KitContext(DbContextOptions<KitContext> options) : DbContext(options)
{
    public static SyncModel SyncModel { get; } = SyncModel.Create(model => model.Entity<Kit>("kit", e => e.Key(k => k.Id)
        .Fields(k => k.Day, k => k.NamedDay, k => k.Price, k => k.MadeAt, k => k.Box, k => k.JsonBox, k => k.JsonBoxes, k => k.Size, k => k.JsonSize, k => k.Numbers)));

    public DbSet<Kit> Kits => Set<Kit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Kit>(kit =>
        {
            kit.Property(k => k.NamedDay).HasConversion<string>();
            kit.Property(k => k.Price).HasExactConversion();
            kit.Property(k => k.MadeAt).HasExactConversion();
            kit.OwnsOne(k => k.Box);
            kit.OwnsOne(k => k.JsonBox, box => box.ToJson());
            kit.OwnsMany(k => k.JsonBoxes, box => box.ToJson());
            kit.ComplexProperty(k => k.Size);
            kit.ComplexProperty(k => k.JsonSize, size => size.ToJson());
        });
        modelBuilder.UseAthensSync(SyncModel).UseAthensSyncTriggers();
    }
}
