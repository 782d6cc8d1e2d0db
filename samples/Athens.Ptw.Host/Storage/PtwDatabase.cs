using Athens.Ptw.Host.Startup;
using Athens.Ptw.Host.Storage.Schema;
using Athens.Sync.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Storage;

/// <summary>The database: <c>Database:Provider</c> is sqlite or postgres, <c>ConnectionStrings:Ptw</c> says where.</summary>
internal sealed class PtwDatabase
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";

    private readonly Func<Action<DbContextOptionsBuilder>, PtwDbContext> openSchema;

    private PtwDatabase(Action<DbContextOptionsBuilder> use, Func<Action<DbContextOptionsBuilder>, PtwDbContext> openSchema)
    {
        Use = use;
        this.openSchema = openSchema;
    }

    /// <summary>Points a context at it.</summary>
    public Action<DbContextOptionsBuilder> Use { get; }

    /// <exception cref="PtwStartException">The provider is unknown, or has no connection string.</exception>
    public static PtwDatabase From(IConfiguration configuration, IHostEnvironment environment)
    {
        string provider = configuration["Database:Provider"] ?? Sqlite;
        string? connection = configuration.GetConnectionString("Ptw");
        return provider switch
        {
            Sqlite => new PtwDatabase(UseSqlite(connection ?? Path.Combine(environment.ContentRootPath, "ptw.db")), use => new SqliteSchema(Options<SqliteSchema>(use))),
            Postgres => new PtwDatabase(UsePostgres(connection), use => new PostgresSchema(Options<PostgresSchema>(use))),
            _ => throw new PtwStartException($"Database:Provider is '{provider}': it is {Sqlite} or {Postgres}."),
        };
    }

    /// <summary>A context with the migrations for this kind of database.</summary>
    public PtwDbContext OpenSchema() => openSchema(Use);

    private static DbContextOptions<T> Options<T>(Action<DbContextOptionsBuilder> use)
        where T : PtwDbContext
    {
        var builder = new DbContextOptionsBuilder<T>();
        use(builder);
        builder.UseAthensSync(PtwModel.Instance);
        return builder.Options;
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
