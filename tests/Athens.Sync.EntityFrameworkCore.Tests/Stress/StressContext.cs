using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

public sealed class StressContext(DbContextOptions<StressContext> options) : DbContext(options)
{
    public DbSet<Tank> Tanks => Set<Tank>();

    public DbSet<Valve> Valves => Set<Valve>();

    public DbSet<Reading> Readings => Set<Reading>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Tank>().HasMany<Valve>().WithOne().HasForeignKey(v => v.TankId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<Tank>().HasMany<Reading>().WithOne().HasForeignKey(r => r.TankId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.UseAthensSync(StressModel.Instance);
    }
}
