namespace Athens.Sync.Server;

/// <summary>
/// The declared rights of one entity type. Asked twice of each change: before the app's rules what the caller does, on the row as it
/// is; after them whether the row may be as it will be, with what the rules set.
/// </summary>
internal sealed class RightsRule
{
    private const string Create = "create";
    private const string Update = "update";
    private const string Delete = "delete";

    private readonly Dictionary<string, List<Func<RuleContext, bool>>> operations = new(StringComparer.Ordinal);
    private readonly Dictionary<StatusMove, List<Func<RuleContext, bool>>> moves = [];
    private readonly Dictionary<string, List<Func<RuleContext, bool>>> fields = new(StringComparer.Ordinal);
    private readonly List<Func<SyncCaller, object, bool>> rows = [];

    public void AllowCreate(Func<RuleContext, bool> may) => Allow(operations, Create, may);

    public void AllowUpdate(Func<RuleContext, bool> may) => Allow(operations, Update, may);

    public void AllowDelete(Func<RuleContext, bool> may) => Allow(operations, Delete, may);

    public void AllowMove(StatusMove move, Func<RuleContext, bool> may) => Allow(moves, move, may);

    public void AllowField(string name, Func<RuleContext, bool> may) => Allow(fields, name, may);

    public void AllowRows(Func<SyncCaller, object, bool> may) => rows.Add(may);

    /// <summary>What the caller does, and to which row.</summary>
    public void JudgeBefore(RuleContext context)
    {
        string type = context.Entity.Type;
        if (OperationOf(context) is { } operation && !May(operations, operation, context))
            context.Deny($"You may not {operation} a {type}.");
        if (context.Transition is { From: not null } move && !May(moves, move, context))
            context.Deny($"You may not move a {type} from {move.From} to {move.To}.");
        if (context.Before is { IsDeleted: false } before && !May(context, before))
            context.Deny($"You may not change this {type}.");
        foreach (string name in fields.Keys.Where(name => IsWritten(context, name) && !May(fields, name, context)))
            context.Deny(name, "You may not set it.");
    }

    /// <summary>What would be left.</summary>
    public void JudgeAfter(RuleContext context)
    {
        if (!context.After.IsDeleted && !May(context, context.After))
            context.Deny($"You may not make a {context.Entity.Type} that is so.");
    }

    private static void Allow<TKey>(Dictionary<TKey, List<Func<RuleContext, bool>>> rights, TKey key, Func<RuleContext, bool> may)
        where TKey : notnull
    {
        if (!rights.TryGetValue(key, out List<Func<RuleContext, bool>>? allowed))
            rights[key] = allowed = [];
        allowed.Add(may);
    }

    private static bool May<TKey>(Dictionary<TKey, List<Func<RuleContext, bool>>> rights, TKey key, RuleContext context)
        where TKey : notnull => rights.TryGetValue(key, out List<Func<RuleContext, bool>>? allowed) && allowed.Exists(may => may(context));

    private bool May(RuleContext context, ServerEntity row) =>
        rows.Count == 0 || rows.TrueForAll(may => may(context.Caller, context.Entity.Materialize(row.Id.Key, row.State)));

    /// <summary>What the change does apart from moving the status; null where it does nothing else. To bring back is to create.</summary>
    private static string? OperationOf(RuleContext context)
    {
        if (context.After.IsDeleted)
            return Delete;
        if (context.Before is null or { IsDeleted: true })
            return Create;
        return context.Entity.Fields.Any(field => field != context.Entity.Status?.Field && context.Alters(field.Name)) ? Update : null;
    }

    /// <summary>Only a field that the sender named, so that a refusal tells him of nothing else; one that stays as it is was not written.</summary>
    private static bool IsWritten(RuleContext context, string name) =>
        !context.After.IsDeleted
        && context.Change.Data.ContainsKey(name)
        && !context.Entity.Field(name).AreEqual(Former(context).Find(name), context.After.State.Find(name));

    /// <summary>The row as it is; for a new one, what it would be if nothing were said of it.</summary>
    private static FieldValues Former(RuleContext context) =>
        context.Before?.State ?? context.Entity.ReadState(context.Entity.Materialize(context.After.Id.Key, FieldValues.Empty));
}
