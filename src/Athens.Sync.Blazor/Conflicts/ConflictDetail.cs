using System.Text.Json;

namespace Athens.Sync.Blazor.Conflicts;

/// <summary>Verdicts and decisions in words. Pure.</summary>
internal static class ConflictDetail
{
    /// <summary>Why the server refused a change: its sentences, each with the field that it is about.</summary>
    public static string Of(RejectedChange rejection, Func<string, string> name) => rejection.Detail switch
    {
        null => Reason(rejection.Reason),
        { ValueKind: JsonValueKind.Object } fields => string.Join(" ", fields.EnumerateObject().Select(field => $"{name(field.Name)}: {Text(field.Value)}")),
        { } detail => Text(detail),
    };

    public static string Done(ResolutionKind kind) => kind switch
    {
        ResolutionKind.KeepMine => "kept mine",
        ResolutionKind.UseServer => "used the server's",
        ResolutionKind.Merge => "merged",
        _ => "discarded mine",
    };

    private static string Reason(RejectionReason reason) => reason.ToString();

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(" ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(" ", value.EnumerateObject().Select(part => $"{part.Name}: {Text(part.Value)}")),
        _ => value.ToString(),
    };
}
