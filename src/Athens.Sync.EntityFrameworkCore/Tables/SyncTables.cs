using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>The engine's own tables, as they are added to the app's model and so to its migrations.</summary>
internal static class SyncTables
{
    private const string Prefix = "athens_sync_";

    public static void AddTo(ModelBuilder builder)
    {
        builder.Entity<EntryRow>(AddEntries);
        builder.Entity<CounterRow>(AddCounters);
        builder.Entity<ChangeRow>(AddChanges);
        builder.Entity<DeviceRow>(AddDevices);
        builder.Entity<PositionRow>(AddPositions);
        builder.Entity<StoreRow>(AddStore);
        builder.Entity<SeriesRow>(AddSeries);
        builder.Entity<LeaseRow>(AddLeases);
    }

    private static void AddSeries(EntityTypeBuilder<SeriesRow> row)
    {
        row.ToTable($"{Prefix}series");
        row.HasKey(s => new { s.Tenant, s.Series });
        row.Property(s => s.Tenant).HasColumnName("tenant");
        row.Property(s => s.Series).HasColumnName("series");
        row.Property(s => s.Next).HasColumnName("next");
    }

    private static void AddLeases(EntityTypeBuilder<LeaseRow> row)
    {
        row.ToTable($"{Prefix}leases");
        row.HasKey(l => new { l.Tenant, l.Series, l.First });
        row.HasIndex(l => new { l.Tenant, l.User, l.Device });
        row.Property(l => l.Tenant).HasColumnName("tenant");
        row.Property(l => l.Series).HasColumnName("series");
        row.Property(l => l.First).HasColumnName("first");
        row.Property(l => l.Last).HasColumnName("last");
        row.Property(l => l.User).HasColumnName("user");
        row.Property(l => l.Device).HasColumnName("device");
        row.Property(l => l.ExpiresAt).HasColumnName("expires_at");
        row.Property(l => l.Used).HasColumnName("used");
    }

    /// <summary>Adds what triggers write to.</summary>
    public static void AddMarksTo(ModelBuilder builder) => builder.Entity<MarkRow>(row =>
    {
        row.ToTable($"{Prefix}marks");
        row.HasKey(m => m.Id);
        row.HasIndex(m => new { m.Type, m.Key });
        row.Ignore(m => m.EntityId);
        row.Property(m => m.Id).HasColumnName("id").ValueGeneratedOnAdd();
        row.Property(m => m.Type).HasColumnName("type");
        row.Property(m => m.Key).HasColumnName("key");
        row.Property(m => m.Version).HasColumnName("version");
        row.Property(m => m.Row).HasColumnName("row");
        row.Property(m => m.Problem).HasColumnName("problem");
    });

    private static void AddEntries(EntityTypeBuilder<EntryRow> row)
    {
        row.ToTable($"{Prefix}entries");
        row.HasKey(e => new { e.Scope, e.Type, e.Key });
        row.HasIndex(e => new { e.Scope, e.Lane, e.Sequence }).IsUnique();
        row.HasIndex(e => new { e.Type, e.Key }).IsUnique().HasFilter($"status <> {(int)EntryStatus.Left}");
        row.Ignore(e => e.Id);
        row.Property(e => e.Scope).HasColumnName("scope");
        row.Property(e => e.Type).HasColumnName("type");
        row.Property(e => e.Key).HasColumnName("key");
        row.Property(e => e.Lane).HasColumnName("lane");
        row.Property(e => e.Sequence).HasColumnName("sequence");
        row.Property(e => e.Version).HasColumnName("version");
        row.Property(e => e.Status).HasColumnName("status").HasConversion<int>();
        row.Property(e => e.State).HasColumnName("state");
        row.Property(e => e.Stamps).HasColumnName("stamps");
    }

    private static void AddCounters(EntityTypeBuilder<CounterRow> row)
    {
        row.ToTable($"{Prefix}counters");
        row.HasKey(c => new { c.Scope, c.Lane });
        row.Property(c => c.Scope).HasColumnName("scope");
        row.Property(c => c.Lane).HasColumnName("lane");
        row.Property(c => c.Value).HasColumnName("value");
        row.Property(c => c.Floor).HasColumnName("floor").HasDefaultValue(0L);
    }

    private static void AddChanges(EntityTypeBuilder<ChangeRow> row)
    {
        row.ToTable($"{Prefix}changes");
        row.HasKey(c => new { c.Tenant, c.User, c.Device, c.OfflineId, c.Entity });
        row.Property(c => c.Tenant).HasColumnName("tenant");
        row.Property(c => c.User).HasColumnName("user");
        row.Property(c => c.Device).HasColumnName("device");
        row.Property(c => c.OfflineId).HasColumnName("offline_id");
        row.Property(c => c.Entity).HasColumnName("entity");
        row.Property(c => c.PayloadHash).HasColumnName("payload_hash");
        row.Property(c => c.Number).HasColumnName("number");
        row.Property(c => c.Generation).HasColumnName("generation");
        row.Property(c => c.Outcome).HasColumnName("outcome");
        row.Property(c => c.RecordedAt).HasColumnName("recorded_at");
    }

    private static void AddDevices(EntityTypeBuilder<DeviceRow> row)
    {
        row.ToTable($"{Prefix}devices");
        row.HasKey(d => new { d.Tenant, d.User, d.Device });
        row.Property(d => d.Tenant).HasColumnName("tenant");
        row.Property(d => d.User).HasColumnName("user");
        row.Property(d => d.Device).HasColumnName("device");
        row.Property(d => d.Generation).HasColumnName("generation");
        row.Property(d => d.Acknowledged).HasColumnName("acknowledged");
        row.Property(d => d.InFlight).HasColumnName("in_flight");
        row.Property(d => d.Retired).HasColumnName("retired");
        row.Property(d => d.SeenAt).HasColumnName("seen_at");
    }

    private static void AddPositions(EntityTypeBuilder<PositionRow> row)
    {
        row.ToTable($"{Prefix}positions");
        row.HasKey(p => new { p.Tenant, p.User, p.Device, p.Scope, p.Lane });
        row.HasIndex(p => new { p.Scope, p.Lane, p.Sequence });
        row.Property(p => p.Tenant).HasColumnName("tenant");
        row.Property(p => p.User).HasColumnName("user");
        row.Property(p => p.Device).HasColumnName("device");
        row.Property(p => p.Scope).HasColumnName("scope");
        row.Property(p => p.Lane).HasColumnName("lane");
        row.Property(p => p.Sequence).HasColumnName("sequence");
        row.Property(p => p.SeenAt).HasColumnName("seen_at");
    }

    private static void AddStore(EntityTypeBuilder<StoreRow> row)
    {
        row.ToTable($"{Prefix}store");
        row.HasKey(s => s.Id);
        row.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(s => s.Epoch).HasColumnName("epoch");
    }
}
