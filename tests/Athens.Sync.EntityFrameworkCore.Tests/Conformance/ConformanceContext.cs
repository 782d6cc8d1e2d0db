using Athens.Sync.Testing.ServerStores;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

public sealed class ConformanceContext(DbContextOptions<ConformanceContext> options, SyncModel model) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<Alarm> Alarms => Set<Alarm>();

    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Note>(note =>
        {
            note.Property(n => n.Tags).HasJsonConversion();
            note.Property(n => n.Checklist).HasJsonConversion();
            note.Property(n => n.Amount).HasExactConversion();
            note.Property(n => n.DueAt).HasExactConversion();
            note.Property(n => n.Priority).HasConversion<string>();
            note.HasQueryFilter(n => n.Project != "hidden");
        });
        modelBuilder.Entity<Attachment>();
        modelBuilder.Entity<Alarm>().Property(a => a.Id).ValueGeneratedNever();
        modelBuilder.UseAthensSync(model);
    }
}
