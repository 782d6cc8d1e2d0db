using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Ptw.Host.Validation;
using Athens.Ptw.Roles;
using Athens.Sync;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Ptw.Host.Tests.Migrations;

/// <summary>A database that a test migrates up and down, with the host started on it now and then.</summary>
public sealed class MigratedHost(string provider, string connection)
{
    /// <summary>The migration before the engine.</summary>
    public const string BeforeTheEngine = "Permits";

    /// <summary>The migration before permits had numbers.</summary>
    public const string BeforeNumbers = "WritesPastTheEngine";

    private static readonly SyncCaller Caller = new() { User = "requester-north", Scopes = ["north"], Rights = Role.Requester };

    private string[] Args => ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Database:Provider", provider, "--ConnectionStrings:Ptw", connection, "--Ptw:ExpireEvery", "00:00:00", "--Logging:LogLevel:Default", "None"];

    public async Task MigrateAsync(string? migration = null) =>
        await SchemaAsync(schema => schema.GetService<IMigrator>().MigrateAsync(migration));

    /// <summary>Writes past the host, as another process would.</summary>
    public async Task RawAsync(string sql) =>
        await SchemaAsync(schema => schema.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));

    public async Task<string> TextAsync(string sql)
    {
        List<string> rows = [];
        await SchemaAsync(async schema => rows = await schema.Database.SqlQueryRaw<string>(sql).ToListAsync());
        return string.Join(", ", rows);
    }

    public async Task SchemaAsync(Func<DbContext, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using WebApplication app = PtwHost.Build(Args);
        await using PtwDbContext schema = app.Services.GetRequiredService<PtwDatabase>().OpenSchema();
        await work(schema);
    }

    /// <summary>Starts the host, gives a device everything after its checkpoint, and stops the host again.</summary>
    public async Task<PullResponse> PullAsync(string? checkpoint = null)
    {
        await using WebApplication app = PtwHost.Build(Args);
        await app.StartAsync();
        PullResponse page = await app.Services.GetRequiredService<SyncServer>().PullAsync(new PullRequest { Scope = "north", Checkpoint = checkpoint }, Caller);
        await app.StopAsync();
        return page;
    }

    /// <returns>The exit code, and the lines.</returns>
    public async Task<(int ExitCode, string[] Lines)> ValidateAsync()
    {
        using var output = new StringWriter();
        int exitCode = await ValidateCommand.RunAsync(["validate", .. Args], output);
        return (exitCode, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
