using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>What the three-way table decided for one field.</summary>
/// <param name="Row">The row of the table that decided; <see cref="MergeRow.Conflict"/> when none could.</param>
/// <param name="Value">The value that the field gets; the server's on a conflict; null when it is removed.</param>
/// <param name="Drops">True when a value that a person wrote does not survive in <paramref name="Value"/>.</param>
public readonly record struct FieldMerge(MergeRow Row, JsonElement? Value, bool Drops = false);
