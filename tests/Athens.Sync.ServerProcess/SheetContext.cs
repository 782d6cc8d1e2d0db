using Athens.Sync.DeviceProcess;
using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.ServerProcess;

public sealed class SheetContext(DbContextOptions<SheetContext> options) : DbContext(options)
{
    public DbSet<Sheet> Sheets => Set<Sheet>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Sheet>(sheet =>
        {
            sheet.ToTable("sheets");
            sheet.Property(s => s.Tags).HasJsonConversion();
        });
        modelBuilder.UseAthensSync(Sheet.Model);
    }
}
