namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>Triggers as SQLite has them: one for each kind of write.</summary>
internal static class SqliteTriggers
{
    public static IEnumerable<Trigger> Of(WatchedTable table, string marks)
    {
        string now = Note(table, marks, "NEW", row: null);
        string before = Note(table, marks, "OLD", table.Version is null ? null : Json(table));
        string moved = $"NEW.{Column(table.Key)} <> OLD.{Column(table.Key)}";
        string altered = string.Join(" OR ", table.Fields.Select(field => $"NEW.{Column(field.Name)} IS NOT OLD.{Column(field.Name)}").DefaultIfEmpty("0"));
        string unseen = table.Version is { } version ? $"NEW.{Column(version)} = OLD.{Column(version)} AND ({altered})" : altered;
        yield return Make(table, "insert", "INSERT", table.Version is null ? "1" : $"NEW.{Column(table.Version)} = 0", $"{now};");
        yield return Make(table, "update", "UPDATE", $"({unseen}) OR {moved}", $"{now}; {before} WHERE {moved};");
        yield return Make(table, "delete", "DELETE", "1", $"{before};");
    }

    private static Trigger Make(WatchedTable table, string what, string on, string when, string body)
    {
        string name = TriggerSet.NameOf(table, what);
        return new Trigger(name, $"CREATE TRIGGER {Column(name)} AFTER {on} ON {Column(table.Name)} WHEN {when} BEGIN {body} END", $"DROP TRIGGER IF EXISTS {Column(name)}");
    }

    private static string Note(WatchedTable table, string marks, string side, string? row) =>
        $"INSERT INTO {marks} (\"type\", \"key\", \"version\", \"row\") SELECT {TriggerSet.Literal(table.Type)}, {TriggerSet.KeyText($"{side}.{Column(table.Key)}", table.IsGuid)}, "
        + $"{(table.Version is { } version ? $"{side}.{Column(version)}" : "0")}, {row ?? "NULL"}";

    /// <summary>The row as JSON, which has no bytes: those are written as hexadecimal text.</summary>
    private static string Json(WatchedTable table) => "json_object("
        + string.Join(", ", table.Columns.Select(column => $"{TriggerSet.Literal(column.Name)}, CASE typeof(OLD.{Column(column.Name)}) WHEN 'blob' THEN hex(OLD.{Column(column.Name)}) ELSE OLD.{Column(column.Name)} END"))
        + ")";

    private static string Column(string name) => TriggerSet.Quote(name);
}
