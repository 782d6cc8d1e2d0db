using Athens.Sync.EntityFrameworkCore.Triggers;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>Lets migrations make the triggers that take note of writes past the engine.</summary>
public static class AthensSyncMigrationBuilderExtensions
{
    /// <summary>
    /// Makes triggers on the tables of synced entities, on SQLite or PostgreSQL: raw SQL, <c>ExecuteUpdate</c> and the writes of
    /// other processes are then noted in their own transaction, and told to replicas with the next pull. Triggers that are there
    /// already are made anew. Call it again at the end of each later migration that alters a synced table: what is watched are the
    /// columns of the model given, and SQLite drops a table's triggers where EF builds the table anew.
    /// </summary>
    /// <param name="migration">The migration.</param>
    /// <param name="target">The migration's own <see cref="Migration.TargetModel"/>, whose context calls <c>UseAthensSyncTriggers</c>.</param>
    /// <exception cref="InvalidOperationException">The model has no table for what triggers note.</exception>
    /// <exception cref="NotSupportedException">The database is neither of the two, or has no room for a name.</exception>
    public static MigrationBuilder AddAthensSyncTriggers(this MigrationBuilder migration, IReadOnlyModel target)
    {
        migration.DropAthensSyncTriggers(target);
        foreach (string sql in TriggerSet.Of(target, migration.ActiveProvider).SelectMany(trigger => (string[])[.. trigger.Before, trigger.Sql, .. trigger.After]))
            migration.Sql(sql);
        return migration;
    }

    /// <summary>Removes the triggers; call it before the tables go, in the <c>Down</c> of the migration that made them.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="target">The same model that they were made from.</param>
    /// <exception cref="InvalidOperationException">The model has no table for what triggers note.</exception>
    public static MigrationBuilder DropAthensSyncTriggers(this MigrationBuilder migration, IReadOnlyModel target)
    {
        ArgumentNullException.ThrowIfNull(migration);
        ArgumentNullException.ThrowIfNull(target);
        foreach (string sql in TriggerSet.Of(target, migration.ActiveProvider).Select(trigger => trigger.Drop))
            migration.Sql(sql);
        return migration;
    }
}
