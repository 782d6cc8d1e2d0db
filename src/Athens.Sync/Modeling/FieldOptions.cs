using Athens.Sync.Merging;

namespace Athens.Sync.Modeling;

/// <summary>What a field builder collects.</summary>
internal sealed class FieldOptions(string propertyName)
{
    public string PropertyName { get; } = propertyName;

    public IMergeStrategy Strategy { get; set; } = MergeStrategy.Manual;

    public FieldAccess Access { get; set; }

    public bool NeverLess { get; set; }

    public LeasedNumbers? Leased { get; set; }

    public StateMachine? Machine { get; set; }

    public Dictionary<string, string[]> Requires { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string[]> Freezes { get; } = new(StringComparer.Ordinal);
}
