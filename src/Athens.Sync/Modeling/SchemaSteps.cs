using System.Collections.Frozen;

namespace Athens.Sync.Modeling;

/// <summary>How values of older schemas are carried over to the present one, version by version. Immutable.</summary>
internal sealed class SchemaSteps
{
    private readonly FrozenDictionary<(string Type, int From), Func<FieldValues, FieldValues>> steps;
    private readonly int version;

    /// <exception cref="SyncModelException">A step is of no entity type or no earlier version, or is there twice.</exception>
    public SchemaSteps(IReadOnlyList<(string Type, int From, Func<FieldValues, FieldValues> Step)> steps, IEnumerable<string> types, int version)
    {
        var known = types.ToHashSet(StringComparer.Ordinal);
        foreach ((string type, int from, _) in steps)
        {
            if (!known.Contains(type))
                throw new SyncModelException($"Upcast(\"{type}\", {from}) is of an entity that the model does not have.");
            if (from >= version)
                throw new SyncModelException($"Upcast(\"{type}\", {from}) leads to schema {from + 1}, and the model's is {version}: set SchemaVersion({from + 1}) or higher.");
            if (steps.Count(step => step.Type == type && step.From == from) > 1)
                throw new SyncModelException($"Upcast(\"{type}\", {from}) is declared twice.");
        }
        this.steps = steps.ToFrozenDictionary(step => (step.Type, step.From), step => step.Step);
        this.version = version;
    }

    public FieldValues Upcast(string type, FieldValues values, int from)
    {
        for (int at = from; at < version && steps.Count > 0; at++)
        {
            if (steps.TryGetValue((type, at), out Func<FieldValues, FieldValues>? step))
                values = step(values);
        }
        return values;
    }
}
