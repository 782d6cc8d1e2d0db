using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Permits;
using Athens.Sync.EntityFrameworkCore;

namespace Athens.Ptw.Host.Validation;

/// <summary>Looks whether the database is fit for the engine; it changes nothing. Its last line is how many checks passed, of how many.</summary>
internal static class ValidateCommand
{
    /// <returns>0 when every check passed.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        await using WebApplication app = PtwHost.Build(args);
        await using PtwDbContext schema = app.Services.GetRequiredService<PtwDatabase>().OpenSchema();
        IReadOnlyList<SyncSchemaCheck> checks = await schema.CheckAthensSyncAsync(token => WriteThrowawayAsync(schema, token));
        foreach (SyncSchemaCheck check in checks)
            await output.WriteLineAsync(check.IsPassed ? $"ok      {check.Name}" : $"FAILED  {check.Name}: {check.Problem}");
        int passed = checks.Count(check => check.IsPassed);
        await output.WriteLineAsync($"{passed}/{checks.Count}");
        return passed == checks.Count ? 0 : 1;
    }

    private static async Task WriteThrowawayAsync(PtwDbContext schema, CancellationToken cancellationToken)
    {
        string id = Guid.CreateVersion7().ToString();
        schema.Projects.Add(new Project { Id = id, Name = "Validation" });
        schema.Permits.Add(new Permit { Id = id, ProjectId = id, Title = "Validation" });
        await schema.SaveChangesAsync(cancellationToken);
    }
}
