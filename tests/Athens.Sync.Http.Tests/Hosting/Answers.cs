using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>Requests, and answers that fit them.</summary>
public static class Answers
{
    public static PushRequest Push { get; } = new()
    {
        DeviceId = "d1",
        Changes = [new Change { Entity = "note", Op = ChangeOp.Update, OfflineId = "o1", ServerId = "n1", ClientVersion = 1, Data = FieldValues.Parse("""{"title":"é 😀 1e400"}""") }],
    };

    public static PushResponse Pushed { get; } = PushResponse.Of([new AppliedChange { Entity = "note", OfflineId = "o1", ServerId = "n1", NewVersion = 2, Status = AppliedStatus.Applied }], "e1");

    public static PullResponse Page { get; } = new()
    {
        Scope = "north",
        Epoch = "e1",
        Checkpoint = "c1",
        HasMore = false,
        Changes = [new PulledEntity { Entity = "note", ServerId = "n1", Version = 2, Data = FieldValues.Parse("""{"title":"é","level":1e400}""") }],
    };

    public static string PushedJson { get; } = JsonSerializer.Serialize(Pushed, WireJson.Instance.PushResponse);

    public static string PageJson { get; } = JsonSerializer.Serialize(Page, WireJson.Instance.PullResponse);
}
