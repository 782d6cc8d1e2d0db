using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Athens.Ptw.Host.Storage.Schema;

/// <summary>Gives <c>dotnet ef</c> the PostgreSQL context; no database is opened to make a migration.</summary>
internal sealed class PostgresSchemaDesign : IDesignTimeDbContextFactory<PostgresSchema>
{
    public PostgresSchema CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresSchema>().UseNpgsql("Host=localhost;Database=ptw").Options);
}
