using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>Reads which blocks of values a device asks for.</summary>
internal static class ReserveReader
{
    /// <summary>Null when the device asks for none.</summary>
    /// <exception cref="WireException">It is no list of such questions, or is longer than the limits allow.</exception>
    public static IReadOnlyList<ReserveRequest>? Read(JsonElement? elements, SyncLimits limits)
    {
        if (elements is not { ValueKind: not JsonValueKind.Null } list)
            return null;
        if (list.ValueKind is not JsonValueKind.Array)
            throw new WireException($"reserve: An array was expected, not {Json.Describe(list)}.");
        if (list.GetArrayLength() > limits.ReservesMax)
            throw new WireException($"reserve: It has {list.GetArrayLength()} elements; at most {limits.ReservesMax} go into one push.");
        return [.. list.EnumerateArray().Select((element, n) => Read(element, n, limits))];
    }

    private static ReserveRequest Read(JsonElement element, int place, SyncLimits limits)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw new WireException($"reserve[{place}]: An object was expected, not {Json.Describe(element)}.");
        var source = new WireObject(element, limits);
        var request = new ReserveRequest(source.RequiredText("entity"), source.RequiredText("field"), source.Integer("after", long.MinValue));
        return source.Fault is { } fault ? throw new WireException(fault.In($"reserve[{place}]").Sentence) : request;
    }
}
