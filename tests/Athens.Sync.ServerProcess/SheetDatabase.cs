using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.ServerProcess;

/// <summary>The database that outlives the process.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Connection">Where it is.</param>
public sealed record SheetDatabase(string Kind, string Connection)
{
    public void Use(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        switch (Kind)
        {
            case "sqlite":
                options.UseSqlite(Connection).AddInterceptors(new DurableSqlite());
                break;
            case "postgres":
                options.UseNpgsql(Connection);
                break;
            default:
                throw new ArgumentException($"There is no database '{Kind}'.");
        }
    }
}
