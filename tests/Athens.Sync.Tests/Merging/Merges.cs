using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

/// <summary>Writes merges in JSON text, so that a test reads as its case. A null text is a value that is not there.</summary>
internal static class Merges
{
    public static JsonElement? Value(string? json) => json is null ? null : JsonElement.Parse(json);

    public static MergeInput Input(string? known, string? server, string? client, ValueKind kind = ValueKind.Json) =>
        InputWithoutBase(server, client, kind) with { Base = Value(known), HasBase = true };

    public static MergeInput InputWithoutBase(string? server, string? client, ValueKind kind = ValueKind.Json) =>
        new() { Server = Value(server), Client = Value(client), Kind = kind };

    /// <summary>Merges with a base.</summary>
    public static Shown Merge(this IMergeStrategy strategy, string? known, string? server, string? client, ValueKind kind = ValueKind.Json) =>
        Shown.Of(ThreeWayMerge.Merge(strategy, Input(known, server, client, kind)));

    /// <summary>Merges without a base.</summary>
    public static Shown Merge(this IMergeStrategy strategy, string? server, string? client, ValueKind kind = ValueKind.Json) =>
        Shown.Of(ThreeWayMerge.Merge(strategy, InputWithoutBase(server, client, kind)));
}
