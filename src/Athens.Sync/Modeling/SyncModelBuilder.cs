using System.Text.Json;

namespace Athens.Sync.Modeling;

/// <summary>Describes the entity types that an app synchronizes.</summary>
public sealed class SyncModelBuilder
{
    private readonly List<EntityOptions> entities = [];

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
}
