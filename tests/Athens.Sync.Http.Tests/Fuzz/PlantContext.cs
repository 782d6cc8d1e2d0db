using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.Http.Tests.Fuzz;

public sealed class PlantContext(DbContextOptions<PlantContext> options) : DbContext(options)
{
    public DbSet<Plant> Plants => Set<Plant>();

    public DbSet<Reading> Readings => Set<Reading>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Plant>(plant =>
        {
            plant.ToTable("plants");
            plant.Property(p => p.Price).HasExactConversion();
            plant.Property(p => p.SeenAt).HasExactConversion();
            plant.Property(p => p.Tags).HasJsonConversion();
            plant.Property(p => p.Checks).HasJsonConversion();
            plant.Property(p => p.Place).HasJsonConversion();
        });
        modelBuilder.Entity<Reading>(reading =>
        {
            reading.ToTable("readings");
            reading.HasOne<Plant>().WithMany().HasForeignKey(r => r.PlantId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.UseAthensSync(Plant.Model);
    }
}
