using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Storage.Schema;

/// <summary>The migrations for SQLite: <c>dotnet ef migrations add … --context SqliteSchema --output-dir Storage/Schema/Sqlite</c>.</summary>
internal sealed class SqliteSchema(DbContextOptions<SqliteSchema> options) : PtwDbContext(options);
