namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>
/// Triggers as PostgreSQL has them: one function for each table. It runs with the rights of its owner, so that whoever may write
/// the app's table needs none on the engine's.
/// </summary>
internal static class PostgresTriggers
{
    public static IEnumerable<Trigger> Of(WatchedTable table, string marks)
    {
        string function = TriggerSet.Quote(TriggerSet.NameOf(table, "note"), table.Schema);
        string key = TriggerSet.Quote(table.Key);
        string altered = string.Join(" OR ", table.Fields.Select(Altered).DefaultIfEmpty("false"));
        string unseen = table.Version is { } version ? $"NEW.{TriggerSet.Quote(version)} = OLD.{TriggerSet.Quote(version)} AND ({altered})" : altered;
        string body = Function(table, marks, function);
        yield return Make(table, function, "insert", "INSERT", table.Version is null ? "true" : $"NEW.{TriggerSet.Quote(table.Version)} = 0") with { Before = [body] };
        yield return Make(table, function, "update", "UPDATE", $"({unseen}) OR NEW.{key} <> OLD.{key}");
        Trigger last = Make(table, function, "delete", "DELETE", "true");
        yield return last with { Drop = $"{last.Drop}; DROP FUNCTION IF EXISTS {function}()" };
    }

    private static Trigger Make(WatchedTable table, string function, string what, string on, string when)
    {
        string name = TriggerSet.NameOf(table, what);
        string target = TriggerSet.Quote(table.Name, table.Schema);
        var trigger = new Trigger(
            name,
            $"CREATE TRIGGER {TriggerSet.Quote(name)} AFTER {on} ON {target} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()",
            $"DROP TRIGGER IF EXISTS {TriggerSet.Quote(name)} ON {target}");
        return trigger with { After = [$"COMMENT ON TRIGGER {TriggerSet.Quote(name)} ON {target} IS '{trigger.Fingerprint}'"] };
    }

    private static string Function(WatchedTable table, string marks, string function)
    {
        string key = TriggerSet.Quote(table.Key);
        string now = Note(table, marks, "NEW", "NULL");
        string before = Note(table, marks, "OLD", table.Version is null ? "NULL" : "to_jsonb(OLD)::text");
        return $"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $athens$ BEGIN "
            + $"IF TG_OP <> 'DELETE' THEN {now}; END IF; "
            + $"IF TG_OP = 'DELETE' THEN {before}; END IF; "
            + $"IF TG_OP = 'UPDATE' THEN IF NEW.{key} <> OLD.{key} THEN {before}; END IF; END IF; "
            + "RETURN NULL; END $athens$";
    }

    private static string Note(WatchedTable table, string marks, string side, string row) =>
        $"INSERT INTO {marks} (\"type\", \"key\", \"version\", \"row\") VALUES ({TriggerSet.Literal(table.Type)}, {TriggerSet.KeyText($"{side}.{TriggerSet.Quote(table.Key)}", table.IsGuid)}, "
        + $"{(table.Version is { } version ? $"{side}.{TriggerSet.Quote(version)}" : "0")}, {row})";

    /// <summary>Plain JSON has no equality, so its text is compared.</summary>
    private static string Altered(WatchedColumn column)
    {
        string text = column.StoreType is "json" or "xml" ? "::text" : "";
        return $"NEW.{TriggerSet.Quote(column.Name)}{text} IS DISTINCT FROM OLD.{TriggerSet.Quote(column.Name)}{text}";
    }
}
