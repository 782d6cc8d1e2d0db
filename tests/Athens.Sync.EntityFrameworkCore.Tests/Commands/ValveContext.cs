using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Commands;

public sealed class ValveContext(DbContextOptions<ValveContext> options) : DbContext(options)
{
    public static SyncModel Synced { get; } = SyncModel.Create(model => model.Entity<Valve>("valve", e =>
    {
        e.Key(v => v.Id).Scope(v => v.Site).Fields(v => v.Name);
        e.Field(v => v.Status).StateMachine(StateMachine.Create("open", new Dictionary<string, string[]> { ["open"] = ["shut"], ["shut"] = ["open"] }));
        e.Field(v => v.ShutBy).ServerOwned();
    }));

    public DbSet<Valve> Valves => Set<Valve>();

    public DbSet<JournalEntry> Journal => Set<JournalEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<JournalEntry>().HasIndex(e => e.Name).IsUnique();
        modelBuilder.UseAthensSync(Synced);
    }
}
