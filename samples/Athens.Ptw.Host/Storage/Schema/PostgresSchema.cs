using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Storage.Schema;

/// <summary>The migrations for PostgreSQL: <c>dotnet ef migrations add … --context PostgresSchema --output-dir Storage/Schema/Postgres</c>.</summary>
internal sealed class PostgresSchema(DbContextOptions<PostgresSchema> options) : PtwDbContext(options);
