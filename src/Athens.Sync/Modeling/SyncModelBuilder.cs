using System.Text.Json;

namespace Athens.Sync.Modeling;

/// <summary>Describes the entity types that an app synchronizes.</summary>
public sealed class SyncModelBuilder
{
    private readonly List<EntityOptions> entities = [];
    private readonly List<(string Type, int From, Func<FieldValues, FieldValues> Step)> upcasts = [];

    internal SyncModelBuilder(JsonSerializerOptions json) => Json = json;

    internal JsonSerializerOptions Json { get; }

    internal IReadOnlyList<EntityOptions> Entities => entities;

    internal int Version { get; private set; } = 1;

    /// <summary>Declares an entity type.</summary>
    /// <param name="type">Its wire name: lower case, snake_case.</param>
    /// <param name="build">Describes it.</param>
    public SyncModelBuilder Entity<TEntity>(string type, Action<EntityBuilder<TEntity>> build)
        where TEntity : class
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(build);
        var builder = new EntityBuilder<TEntity>(type);
        build(builder);
        entities.Add(((IEntityBuilder)builder).Options);
        return this;
    }

    /// <summary>The version of the app's schema, which each change carries. 1 or more; 1 unless set.</summary>
    public SyncModelBuilder SchemaVersion(int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        Version = version;
        return this;
    }

    internal IReadOnlyList<(string Type, int From, Func<FieldValues, FieldValues> Step)> Upcasts => upcasts;

    /// <summary>
    /// Says how values of an older schema become values of the next one. It is applied to what a device has stored and queued, and
    /// by the server to what an older app sends; versions without a step need none.
    /// </summary>
    /// <param name="type">The entity type's wire name.</param>
    /// <param name="from">The older version; the step leads to the one after it.</param>
    /// <param name="values">
    /// A pure function of some of an entity's fields: of those that a change sets, or replaced, so that any of them may be missing.
    /// </param>
    public SyncModelBuilder Upcast(string type, int from, Func<FieldValues, FieldValues> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentNullException.ThrowIfNull(values);
        upcasts.Add((type, from, values));
        return this;
    }
}
