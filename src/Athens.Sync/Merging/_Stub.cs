#pragma warning disable
namespace Athens.Sync { public static class MergeStrategy { public static Athens.Sync.Merging.IMergeStrategy Manual => null!; } }
namespace Athens.Sync.Merging { internal static class ValueComparer { public static bool AreEqual(ValueKind k, System.Text.Json.JsonElement? a, System.Text.Json.JsonElement? b) => false; }
public static class ThreeWayMerge { public static FieldMerge Merge(IMergeStrategy s, in MergeInput i) => default; public static IReadOnlyList<string> Lessens(IMergeStrategy s, System.Text.Json.JsonElement? a, System.Text.Json.JsonElement? b) => []; public static MergeResult AutoMerge(IMergeStrategy s, in MergeInput i) => default; } }
