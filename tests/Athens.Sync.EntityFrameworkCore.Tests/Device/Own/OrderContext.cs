using Athens.Sync.EntityFrameworkCore.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

public sealed class OrderContext(DbContextOptions<OrderContext> options) : DbContext(options)
{
    public static SyncModel Synced { get; } = SyncModel.Create(m => m.Entity<Order>("order", e => e.Key(o => o.Id).Fields(o => o.Title, o => o.Status, o => o.V, o => o.W)));

    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Order>(order =>
        {
            order.Property(o => o.V).HasJsonConversion();
            order.Property(o => o.W).HasJsonConversion();
        });
        modelBuilder.UseAthensSyncDevice(Synced);
    }
}
