using Athens.Ptw.Host.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Ptw.Host.Storage;

/// <summary>Brings a database to the newest migration.</summary>
internal static class SchemaMigration
{
    /// <exception cref="PtwStartException">The database has tables that no migration made.</exception>
    public static async Task RunAsync(PtwDbContext schema, CancellationToken cancellationToken = default)
    {
        IRelationalDatabaseCreator creator = schema.GetService<IRelationalDatabaseCreator>();
        bool isUnknown = await creator.ExistsAsync(cancellationToken)
            && await creator.HasTablesAsync(cancellationToken)
            && !(await schema.Database.GetAppliedMigrationsAsync(cancellationToken)).Any();
        if (isUnknown)
            throw new PtwStartException("The database has tables and no history of migrations, so it was made by a build from before migrations. Start with another database, "
                + "or keep this one by telling it which migrations it has: see 'A database from before migrations' in the README of the host.");
        await schema.Database.MigrateAsync(cancellationToken);
    }
}
