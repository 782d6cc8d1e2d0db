using System.Text.Json;

namespace Athens.Sync.Blazor.Conflicts;

/// <summary>What a person picked, field by field.</summary>
public sealed class ConflictPicks
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    private readonly IReadOnlyList<ConflictRow> rows;
    private readonly Dictionary<string, ConflictSide> picked = new(StringComparer.Ordinal);

    /// <summary>Begins with what auto merge can decide.</summary>
    public ConflictPicks(IReadOnlyList<ConflictRow> rows)
    {
        this.rows = rows;
        foreach (ConflictRow row in rows.Where(row => row.Merged is not null))
            picked[row.Field] = ConflictSide.Merged;
    }

    /// <summary>True when every field has been picked.</summary>
    public bool IsComplete => rows.All(row => picked.ContainsKey(row.Field));

    /// <summary>Whose value of a field was picked; null while it is open.</summary>
    public ConflictSide? Of(ConflictRow row) => picked.TryGetValue(row.Field, out ConflictSide side) ? side : null;

    /// <summary>Picks a side for a field.</summary>
    public void Pick(ConflictRow row, ConflictSide side) => picked[row.Field] = side;

    /// <summary>The values to write. A field that one side does not have is written as null.</summary>
    public FieldValues Values() => FieldValues.From(rows.Select(row => KeyValuePair.Create(row.Field, ValueOf(row) ?? Null)));

    private JsonElement? ValueOf(ConflictRow row) => picked[row.Field] switch
    {
        ConflictSide.Mine => row.Mine,
        ConflictSide.Server => row.Server,
        _ => row.Merged,
    };
}
