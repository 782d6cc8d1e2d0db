using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>A context as an app would write it.</summary>
public sealed class WorkContext(DbContextOptions<WorkContext> options) : DbContext(options)
{
    public DbSet<Sheet> Sheets => Set<Sheet>();

    public DbSet<Line> Lines => Set<Line>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<Setting> Settings => Set<Setting>();

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
        modelBuilder.Entity<Ticket>().HasMany(t => t.Entries).WithOne().HasForeignKey(e => e.TicketId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.UseAthensSync(WorkModel.Instance);
    }
}
