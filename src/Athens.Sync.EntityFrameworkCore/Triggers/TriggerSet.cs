using Athens.Sync.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>The triggers of an EF model. They take note of what is written past the engine: its own updates raise the version, its own inserts have one.</summary>
internal static class TriggerSet
{
    private const int NameMax = 63;

    /// <exception cref="InvalidOperationException">The model has no table for what the triggers note.</exception>
    /// <exception cref="NotSupportedException">The database is none that the engine knows, or a name is too long for it.</exception>
    public static IReadOnlyList<Trigger> Of(IReadOnlyModel model, string? provider)
    {
        IReadOnlyEntityType marks = model.FindEntityType(typeof(MarkRow).FullName!)
            ?? throw new InvalidOperationException("The model has no table for what triggers note: call modelBuilder.UseAthensSyncTriggers() in OnModelCreating, before the migration is made.");
        string table = Quote(marks.GetTableName()!, marks.GetSchema());
        IReadOnlyList<Trigger> triggers = provider switch
        {
            "Microsoft.EntityFrameworkCore.Sqlite" => [.. WatchedTables.Of(model).SelectMany(watched => SqliteTriggers.Of(watched, table))],
            "Npgsql.EntityFrameworkCore.PostgreSQL" => [.. WatchedTables.Of(model).SelectMany(watched => PostgresTriggers.Of(watched, table))],
            _ => throw new NotSupportedException($"{provider} has no triggers that the engine knows: use SQLite or PostgreSQL."),
        };
        return triggers.FirstOrDefault(trigger => trigger.Name.Length > NameMax) is { } tooLong
            ? throw new NotSupportedException($"The trigger's name {tooLong.Name} has more than {NameMax} characters: give the table a shorter name.")
            : triggers;
    }

    public static string NameOf(WatchedTable table, string what) => $"athens_sync_{table.Name}_{what}";

    public static string Quote(string name, string? schema = null) =>
        (schema is null ? "" : Quote(schema) + ".") + $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A key as the feed writes it. SQLite keeps a Guid as text in upper case.</summary>
    public static string KeyText(string column, bool isGuid) => isGuid ? $"lower(CAST({column} AS TEXT))" : $"CAST({column} AS TEXT)";
}
