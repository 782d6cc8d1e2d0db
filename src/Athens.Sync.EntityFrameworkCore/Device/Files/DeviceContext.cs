using Athens.Sync.EntityFrameworkCore.Device.Records;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>The context of a store's own file: a device's records and nothing else.</summary>
internal sealed class DeviceContext(DbContextOptions<DeviceContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => RecordTables.AddTo(modelBuilder);
}
