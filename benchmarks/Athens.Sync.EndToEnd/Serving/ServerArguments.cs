using Athens.Sync.ServerProcess;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EndToEnd.Serving;

/// <summary>Which database the server is over: its command line.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Connection">Where it is.</param>
public sealed record ServerArguments(string Kind, string Connection)
{
    public const string Verb = "serve";

    public static ServerArguments Read(string[] args) => new(args[1], args[2]);

    public string[] Write() => [Verb, Kind, Connection];

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
                throw new ArgumentException($"There is no server '{Kind}'.");
        }
    }
}
