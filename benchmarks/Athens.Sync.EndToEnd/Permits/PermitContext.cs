using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EndToEnd.Permits;

/// <summary>The server's database, as an app would map it.</summary>
public sealed class PermitContext(DbContextOptions<PermitContext> options) : DbContext(options)
{
    public DbSet<Permit> Permits => Set<Permit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Permit>(permit =>
        {
            permit.ToTable("permits");
            permit.Property(p => p.PpeRequirements).HasJsonConversion();
            permit.Property(p => p.SafetyChecklist).HasJsonConversion();
            permit.Property(p => p.PlannedStartTime).HasExactConversion();
            permit.Property(p => p.PlannedEndTime).HasExactConversion();
        });
        modelBuilder.UseAthensSync(PermitModel.Sync);
    }
}
