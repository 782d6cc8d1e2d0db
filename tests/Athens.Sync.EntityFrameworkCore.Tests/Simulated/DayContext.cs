using Athens.Sync.Tests.Worlds;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Simulated;

/// <summary>The server's database of a simulated day.</summary>
public sealed class DayContext(DbContextOptions<DayContext> options) : DbContext(options)
{
    public static SyncModel Entities { get; } = JobModel.Create();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Job>(job =>
        {
            job.Property(j => j.Tags).HasJsonConversion();
            job.Property(j => j.Checks).HasJsonConversion();
            job.Property(j => j.Latitude).HasExactConversion();
            job.Property(j => j.Longitude).HasExactConversion();
        });
        modelBuilder.Entity<Photo>().HasOne<Job>().WithMany().HasForeignKey(p => p.JobId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<Alarm>().HasOne<Job>().WithMany().HasForeignKey(a => a.JobId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<Ticket>().Property(t => t.Tags).HasJsonConversion();
        modelBuilder.Entity<Reply>().HasOne<Ticket>().WithMany().HasForeignKey(r => r.TicketId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<Errand>();
        modelBuilder.UseAthensSync(Entities);
    }
}
