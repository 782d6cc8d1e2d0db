using Athens.Sync.EntityFrameworkCore.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>A device's context as an app would write it.</summary>
public sealed class JobContext(DbContextOptions<JobContext> options) : DbContext(options)
{
    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<Photo> Photos => Set<Photo>();

    public DbSet<Tool> Tools => Set<Tool>();

    public DbSet<Setting> Settings => Set<Setting>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Job>(job =>
        {
            job.Property(j => j.Tags).HasJsonConversion();
            job.Property(j => j.Checks).HasJsonConversion();
            job.Property(j => j.Amount).HasExactConversion();
            job.HasQueryFilter(j => j.SiteId != "hidden");
            job.HasIndex(j => j.Title);
        });
        modelBuilder.Entity<Photo>().HasOne(p => p.Job).WithMany().HasForeignKey(p => p.JobId).OnDelete(DeleteBehavior.Restrict);
        modelBuilder.Entity<Tool>(tool =>
        {
            tool.Property(t => t.Id).ValueGeneratedNever();
            tool.HasOne<Job>().WithMany().HasForeignKey(t => t.UsedFor).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.UseAthensSyncDevice(JobModel.Instance);
    }
}
