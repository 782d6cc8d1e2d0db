using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conversions;

public sealed class DocumentContext(DbContextOptions<DocumentContext> options) : DbContext(options)
{
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public DbSet<Document> Documents => Set<Document>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Document>(document =>
        {
            document.Property(d => d.Map).HasJsonConversion();
            document.Property(d => d.Names).HasJsonConversion();
            document.Property(d => d.Any).HasJsonConversion();
            document.Property(d => d.Missing).HasJsonConversion();
        });
    }
}
