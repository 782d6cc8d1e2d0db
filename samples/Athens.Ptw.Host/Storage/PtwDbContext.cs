using System.Text.Json;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Signatures;
using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Athens.Ptw.Host.Storage;

/// <summary>The host's tables, the same on SQLite and PostgreSQL.</summary>
public class PtwDbContext : DbContext
{
    public PtwDbContext(DbContextOptions<PtwDbContext> options) : base(options)
    {
    }

    /// <summary>For the contexts that only hold a database's migrations.</summary>
    private protected PtwDbContext(DbContextOptions options) : base(options)
    {
    }

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Permit> Permits => Set<Permit>();

    public DbSet<IsolationPoint> IsolationPoints => Set<IsolationPoint>();

    public DbSet<Closeout> Closeouts => Set<Closeout>();

    public DbSet<GasReading> GasReadings => Set<GasReading>();

    public DbSet<PermitPhoto> PermitPhotos => Set<PermitPhoto>();

    public DbSet<Signature> Signatures => Set<Signature>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Project>();
        modelBuilder.Entity<User>(Describe);
        modelBuilder.Entity<Permit>(Describe);
        modelBuilder.Entity<IsolationPoint>(Describe);
        modelBuilder.Entity<Closeout>(Describe);
        modelBuilder.Entity<GasReading>(Describe);
        modelBuilder.Entity<PermitPhoto>(Describe);
        modelBuilder.Entity<Signature>(Describe);
        foreach (IMutableEntityType table in modelBuilder.Model.GetEntityTypes())
            Name(table);
        modelBuilder.UseAthensSync(PtwModel.Instance).UseAthensSyncTriggers();
    }

    private static void Describe(EntityTypeBuilder<User> user)
    {
        user.HasKey(u => u.Username);
        user.HasOne<Project>().WithMany().HasForeignKey(u => u.ProjectId).OnDelete(DeleteBehavior.Restrict);
    }

    private static void Describe(EntityTypeBuilder<Permit> permit)
    {
        permit.HasOne<Project>().WithMany().HasForeignKey(p => p.ProjectId).OnDelete(DeleteBehavior.Restrict);
        permit.HasIndex(p => p.Number).IsUnique();
        permit.Property(p => p.PpeRequirements).HasJsonConversion();
        permit.Property(p => p.SafetyChecklist).HasJsonConversion();
        permit.Property(p => p.PlannedStartTime).HasExactConversion();
        permit.Property(p => p.PlannedEndTime).HasExactConversion();
        permit.Property(p => p.ApprovedAt).HasExactConversion();
    }

    private static void Describe(EntityTypeBuilder<IsolationPoint> point)
    {
        BelongsToPermit(point, nameof(IsolationPoint.PermitId));
        point.Property(p => p.LockIds).HasJsonConversion();
    }

    private static void Describe(EntityTypeBuilder<Closeout> closeout)
    {
        BelongsToPermit(closeout, nameof(Closeout.PermitId));
        closeout.Property(c => c.Checklist).HasJsonConversion();
    }

    private static void Describe(EntityTypeBuilder<GasReading> reading)
    {
        BelongsToPermit(reading, nameof(GasReading.PermitId));
        reading.Property(r => r.Value).HasExactConversion();
        reading.Property(r => r.TakenAt).HasExactConversion();
    }

    private static void Describe(EntityTypeBuilder<PermitPhoto> photo)
    {
        BelongsToPermit(photo, nameof(PermitPhoto.PermitId));
        photo.Property(p => p.TakenAt).HasExactConversion();
    }

    private static void Describe(EntityTypeBuilder<Signature> signature)
    {
        BelongsToPermit(signature, nameof(Signature.PermitId));
        signature.Property(s => s.SignedAt).HasExactConversion();
    }

    /// <summary>The database refuses to delete a permit under its records; a cascade would pass the sync engine by.</summary>
    private static void BelongsToPermit<T>(EntityTypeBuilder<T> record, string permitId)
        where T : class =>
        record.HasOne<Permit>().WithMany().HasForeignKey(permitId).OnDelete(DeleteBehavior.Restrict);

    private static void Name(IMutableEntityType table)
    {
        table.SetTableName(Snake(table.GetTableName()!));
        foreach (IMutableProperty column in table.GetProperties())
            column.SetColumnName(Snake(column.Name));
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
