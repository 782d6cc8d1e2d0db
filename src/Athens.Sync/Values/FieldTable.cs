using System.Text.Json;

namespace Athens.Sync;

/// <summary>
/// Fields by name, in the order in which they were first set. Filled by its maker, and never altered once it is shared. A few fields
/// are found faster one by one than by hash, and most entities have few.
/// </summary>
internal sealed class FieldTable(int capacity)
{
    private const int UnindexedMax = 16;

    private KeyValuePair<string, JsonElement>[] fields = capacity == 0 ? [] : new KeyValuePair<string, JsonElement>[capacity];
    private Dictionary<string, int>? index;

    public int Count { get; private set; }

    public ReadOnlySpan<KeyValuePair<string, JsonElement>> Fields => fields.AsSpan(0, Count);

    /// <summary>The same fields, with room for more, to be filled further.</summary>
    public FieldTable Copy(int room)
    {
        var copy = new FieldTable(Count + room) { Count = Count, index = index is null ? null : new Dictionary<string, int>(index, StringComparer.Ordinal) };
        Fields.CopyTo(copy.fields);
        return copy;
    }

    /// <summary>The first fields, to be filled further.</summary>
    public FieldTable First(int count)
    {
        var copy = new FieldTable(count);
        foreach ((string name, JsonElement value) in Fields[..count])
            copy.Add(name, value);
        return copy;
    }

    /// <summary>Sets a field; one that is there keeps its place.</summary>
    public void Set(string name, JsonElement value)
    {
        int at = IndexOf(name);
        if (at >= 0)
            fields[at] = KeyValuePair.Create(fields[at].Key, value);
        else
            Add(name, value);
    }

    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (index is not null)
            return index.GetValueOrDefault(name, -1);
        ReadOnlySpan<KeyValuePair<string, JsonElement>> all = Fields;
        for (int at = 0; at < all.Length; at++)
        {
            if (string.Equals(all[at].Key, name, StringComparison.Ordinal))
                return at;
        }
        return -1;
    }

    public IEnumerable<string> Names()
    {
        for (int at = 0; at < Count; at++)
            yield return fields[at].Key;
    }

    public IEnumerable<JsonElement> Values()
    {
        for (int at = 0; at < Count; at++)
            yield return fields[at].Value;
    }

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator()
    {
        for (int at = 0; at < Count; at++)
            yield return fields[at];
    }

    private void Add(string name, JsonElement value)
    {
        if (Count == fields.Length)
            Array.Resize(ref fields, Math.Max(4, Count * 2));
        fields[Count] = KeyValuePair.Create(name, value);
        index?.Add(name, Count);
        if (++Count > UnindexedMax && index is null)
            Index();
    }

    private void Index()
    {
        index = new Dictionary<string, int>(fields.Length, StringComparer.Ordinal);
        for (int at = 0; at < Count; at++)
            index[fields[at].Key] = at;
    }
}
