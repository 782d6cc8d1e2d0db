using Athens.Ptw.Host.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Storage;

/// <summary>Chooses the database: <c>Database:Provider</c> is sqlite or postgres, <c>ConnectionStrings:Ptw</c> says where.</summary>
internal static class PtwDatabase
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";

    /// <exception cref="PtwStartException">The provider is unknown, or has no connection string.</exception>
    public static Action<DbContextOptionsBuilder> From(IConfiguration configuration, IHostEnvironment environment)
    {
        string provider = configuration["Database:Provider"] ?? Sqlite;
        string? connection = configuration.GetConnectionString("Ptw");
        return provider switch
        {
            Sqlite => UseSqlite(connection ?? Path.Combine(environment.ContentRootPath, "ptw.db")),
            Postgres => UsePostgres(connection),
            _ => throw new PtwStartException($"Database:Provider is '{provider}': it is {Sqlite} or {Postgres}."),
        };
    }

    private static Action<DbContextOptionsBuilder> UseSqlite(string connection)
    {
        string complete = SqliteConnectionString(connection);
        return options => options.UseSqlite(complete).AddInterceptors(SqliteDurability.Instance);
    }

    private static Action<DbContextOptionsBuilder> UsePostgres(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
            throw new PtwStartException("Database:Provider is postgres, and ConnectionStrings:Ptw is not set.");
        return options => options.UseNpgsql(connection);
    }

    /// <param name="connection">A connection string, or only the file's path.</param>
    private static string SqliteConnectionString(string connection)
    {
        try
        {
            SqliteConnectionStringBuilder builder = connection.Contains('=') ? new(connection) : new() { DataSource = connection };
            builder.ForeignKeys = true;
            return builder.ToString();
        }
        catch (ArgumentException e)
        {
            throw new PtwStartException($"ConnectionStrings:Ptw is no connection string of SQLite: {e.Message}");
        }
    }
}
