using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>The tables of a device's records, as they are added to a model.</summary>
internal static class RecordTables
{
    private const string Prefix = "athens_sync_";

    public static void AddTo(ModelBuilder builder)
    {
        builder.Entity<StateRow>(AddState);
        builder.Entity<ReplicaRow>(AddReplicas);
        builder.Entity<OutboxRow>(AddOutbox);
    }

    private static void AddState(EntityTypeBuilder<StateRow> row)
    {
        row.ToTable($"{Prefix}state");
        row.HasKey(s => s.Id);
        row.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(s => s.Revision).HasColumnName("revision");
        row.Property(s => s.Json).HasColumnName("json");
        row.Property(s => s.Sum).HasColumnName("sum");
        row.Property(s => s.Shape).HasColumnName("shape");
    }

    private static void AddReplicas(EntityTypeBuilder<ReplicaRow> row)
    {
        row.ToTable($"{Prefix}replicas");
        row.HasKey(r => new { r.Type, r.Key });
        row.HasIndex(r => r.Awaits).HasFilter("awaits = 1");
        row.Property(r => r.Type).HasColumnName("type");
        row.Property(r => r.Key).HasColumnName("key");
        row.Property(r => r.Visible).HasColumnName("visible");
        row.Property(r => r.Awaits).HasColumnName("awaits");
        row.Property(r => r.Json).HasColumnName("json");
        row.Property(r => r.Sum).HasColumnName("sum");
    }

    private static void AddOutbox(EntityTypeBuilder<OutboxRow> row)
    {
        row.ToTable($"{Prefix}outbox");
        row.HasKey(i => i.Position);
        row.HasIndex(i => new { i.Type, i.OpenKey });
        row.HasIndex(i => i.SendOrder);
        row.HasIndex(i => i.BlockedBy).HasFilter("blocked_by IS NOT NULL");
        row.HasIndex(i => i.Status);
        row.Property(i => i.Position).HasColumnName("position").ValueGeneratedNever();
        row.Property(i => i.Type).HasColumnName("type");
        row.Property(i => i.Key).HasColumnName("key");
        row.Property(i => i.Status).HasColumnName("status");
        row.Property(i => i.OpenKey).HasColumnName("open_key");
        row.Property(i => i.SendOrder).HasColumnName("send_order");
        row.Property(i => i.BlockedBy).HasColumnName("blocked_by");
        row.Property(i => i.Json).HasColumnName("json");
        row.Property(i => i.Sum).HasColumnName("sum");
    }
}
