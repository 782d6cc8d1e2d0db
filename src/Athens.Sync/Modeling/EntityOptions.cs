namespace Athens.Sync.Modeling;

/// <summary>What an entity builder collects; names are those of CLR properties.</summary>
internal sealed class EntityOptions(string type, Type clrType)
{
    private readonly OrderedDictionary<string, FieldOptions> fields = new(StringComparer.Ordinal);

    public string Type { get; } = type;

    public Type ClrType { get; } = clrType;

    public string? Key { get; set; }

    public string? Scope { get; set; }

    public bool HasServerAssignedKey { get; set; }

    public bool IsAppendOnly { get; set; }

    public bool IgnoresUnknownFields { get; set; }

    public string Lane { get; set; } = Lanes.Default;

    public HashSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    public List<(string Property, string Type, bool IsParent)> References { get; } = [];

    public List<string[]> Groups { get; } = [];

    public IReadOnlyCollection<FieldOptions> Fields => fields.Values;

    public FieldOptions Field(string property)
    {
        if (!fields.TryGetValue(property, out FieldOptions? field))
            fields[property] = field = new FieldOptions(property);
        return field;
    }
}
