using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

public sealed class MeasureContext(DbContextOptions<MeasureContext> options) : DbContext(options)
{
    public static SyncModel SyncModel { get; } = Athens.Sync.SyncModel.Create(model => model.Entity<Measure>("measure", e => e.Key(m => m.Id)
        .Fields(m => m.Amount, m => m.Rounded, m => m.Exact, m => m.AsFloat, m => m.At, m => m.Moment, m => m.ExactMoment, m => m.Seconds, m => m.Duration, m => m.Time, m => m.Day, m => m.Text)));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Measure>(measure =>
        {
            measure.Property(m => m.Rounded).HasPrecision(9, 2);
            measure.Property(m => m.Exact).HasExactConversion();
            measure.Property(m => m.AsFloat).HasConversion<float>();
            measure.Property(m => m.ExactMoment).HasExactConversion();
            measure.Property(m => m.Seconds).HasConversion(v => v.ToUnixTimeSeconds(), v => DateTimeOffset.FromUnixTimeSeconds(v));
            measure.Property(m => m.Day).HasConversion<string>();
        });
        modelBuilder.UseAthensSync(SyncModel);
    }
}
