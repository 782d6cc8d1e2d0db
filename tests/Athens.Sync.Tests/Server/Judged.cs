using Athens.Sync.Merging;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>One change judged against one row, and the decision in one line.</summary>
internal static class Judged
{
    public const string Whole = """{"site_id":"north","title":"t","notes":null,"priority":0,"tags":["a"],"checks":{"gas":true},"latitude":1,"longitude":2,"counter":10,"remark":"r","status":"submitted","approved_by":"B"}""";

    private static readonly SyncModel Model = JobModel.Create();

    public static readonly ServerEntity Row = new() { Id = Look.Id, Scope = "north", Version = 5, State = World.F(Whole) };

    public static readonly Stamp Noon = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "d");

    public static ServerEntity With(string fields) => Row with { State = Row.State.With(World.F(fields)) };

    public static DecisionInput Input(ServerEntity? row, Change change) => new()
    {
        Entity = Model.Entity(change.Entity),
        Change = change,
        Current = row,
        Scope = "north",
        MadeOn = change.ClientVersion,
        Stamp = Noon,
        Caller = World.Caller("u", "north"),
    };

    public static Decision Decide(ServerEntity? row, Change change) => ChangeDecider.Decide(Input(row, change));

    /// <summary>How it is taken in and what it alters; or the reason, the fields and the words of its refusal.</summary>
    public static string Told(Decision decision, ServerEntity? row) => decision.Refusal switch
    {
        ConflictedChange conflict => $"{conflict.Reason} {string.Join(',', conflict.Fields.Keys)} | {conflict.Detail}",
        RejectedChange rejected => $"{rejected.Reason} {rejected.Detail}",
        _ => $"{decision.Status} {(decision.After!.IsDeleted ? "deleted" : Altered(row, decision.After))}",
    };

    public static string Told(ServerEntity? row, Change change) => Told(Decide(row, change), row);

    private static string Altered(ServerEntity? row, ServerEntity after) =>
        after.State.Where(name => row is null || !ValueComparer.AreEqual(ValueKind.Json, row.State.Find(name), after.State.Find(name))).ToJson();
}
