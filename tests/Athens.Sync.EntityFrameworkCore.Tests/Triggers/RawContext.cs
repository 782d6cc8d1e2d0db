using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>A context whose tables others write past it.</summary>
public sealed class RawContext(DbContextOptions<RawContext> options) : DbContext(options)
{
    public static SyncModel SyncModel { get; } = SyncModel.Create(model =>
    {
        model.Entity<Sheet>("sheet", e => e.Key(s => s.Id).Scope(s => s.Project).Fields(s => s.Title, s => s.Body, s => s.Place, s => s.Tags).Ignore(s => s.Views, s => s.Version, s => s.Lines));
        model.Entity<Line>("line", e => e.Key(l => l.Id).Parent("sheet", l => l.SheetId).Fields(l => l.Text));
        model.Entity<Ticket>("ticket", e => e.Key(t => t.Id).Scope(t => t.Project).Ignore(t => t.Entries));
        model.Entity<Report>("report", e => e.Key(r => r.Id).Scope(r => r.Project).Fields(r => r.Cost, r => r.Seal, r => r.At, r => r.Count, r => r.Weight, r => r.IsFinal, r => r.Remarks));
    });

    public DbSet<Sheet> Sheets => Set<Sheet>();

    public DbSet<Line> Lines => Set<Line>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<Report> Reports => Set<Report>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Sheet>(sheet =>
        {
            sheet.OwnsOne(s => s.Place);
            sheet.Property(s => s.Tags).HasJsonConversion();
            sheet.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.SheetId).OnDelete(DeleteBehavior.ClientCascade);
            sheet.HasQueryFilter(s => s.Project != "hidden");
        });
        modelBuilder.Entity<Ticket>().Ignore(t => t.Entries);
        modelBuilder.Entity<Report>(report =>
        {
            report.OwnsMany(r => r.Remarks, remark =>
            {
                remark.ToTable("Remarks");
                remark.HasKey("ReportId", nameof(Remark.Number));
            });
            report.Property(r => r.Cost).HasExactConversion();
            report.Property(r => r.At).HasExactConversion();
        });
        modelBuilder.UseAthensSync(SyncModel).UseAthensSyncTriggers();
    }
}
