using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Athens.Ptw.Host.Storage.Schema;

/// <summary>Gives <c>dotnet ef</c> the SQLite context; no database is opened to make a migration.</summary>
internal sealed class SqliteSchemaDesign : IDesignTimeDbContextFactory<SqliteSchema>
{
    public SqliteSchema CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteSchema>().UseSqlite("Data Source=ptw.db").Options);
}
