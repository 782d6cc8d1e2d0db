using System.Text.Json;

namespace Athens.Ptw.App.Permits;

/// <summary>A checklist item as it is written.</summary>
internal static class Tick
{
    private static readonly JsonElement Done = JsonElement.Parse("true");
    private static readonly JsonElement Open = JsonElement.Parse("false");

    public static JsonElement Of(bool isDone) => isDone ? Done : Open;
}
