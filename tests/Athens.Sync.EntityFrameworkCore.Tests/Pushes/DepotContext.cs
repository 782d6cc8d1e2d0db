using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

public sealed class DepotContext(DbContextOptions<DepotContext> options) : DbContext(options)
{
    public DbSet<Crate> Crates => Set<Crate>();

    public DbSet<Parcel> Parcels => Set<Parcel>();

    public DbSet<Scan> Scans => Set<Scan>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Crate>(crate =>
        {
            crate.HasIndex(c => c.Code).IsUnique();
            crate.ToTable(table => table.HasCheckConstraint("weight_not_negative", "\"Weight\" >= 0"));
            crate.Property(c => c.Tags).HasJsonConversion();
            crate.HasOne<Supplier>().WithMany().HasForeignKey(c => c.Supplier).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Parcel>().HasOne<Crate>().WithMany().HasForeignKey(p => p.CrateId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<Scan>().HasOne<Crate>().WithMany().HasForeignKey(s => s.CrateId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.UseAthensSync(DepotModel.Instance);
    }
}
