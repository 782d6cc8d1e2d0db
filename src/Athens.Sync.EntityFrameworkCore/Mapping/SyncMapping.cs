using System.Runtime.CompilerServices;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>Where everything of a sync model is in an app's database. Made and checked once for each EF model.</summary>
internal sealed class SyncMapping
{
    private const string Annotation = "AthensSync:Mapping";

    private readonly IModel mapped;
    private readonly Dictionary<string, EntityMapping> byType;
    private readonly Dictionary<IEntityType, EntityMapping> byEntityType;

    private SyncMapping(DbContext context, SyncModel model)
    {
        MappingCheck.Check(context.Model, model);
        Model = model;
        mapped = context.Model;
        Dialect = Dialect.Of(context);
        Entities = [.. model.Entities.Select(entity => EntityMapping.Create(entity, context.Model.FindEntityType(entity.ClrType)!, Dialect))];
        foreach ((int n, EntityMapping entity) in Entities.Index())
            entity.FindBulk(context, Dialect.Bulk, [.. Entities.Skip(n).Select(later => later.Type)]);
        HasMarks = context.Model.FindEntityType(typeof(MarkRow)) is not null;
        if (HasMarks && Entities.FirstOrDefault(entity => entity.Key.GetTypeMapping().Converter is not null) is { } converted)
            throw new SyncModelException($"The key of {converted.Type.ClrType.Name} is converted for its column, so no trigger can name the entity: map it without a conversion, or leave UseAthensSyncTriggers() out.");
        byType = Entities.ToDictionary(e => e.Entity.Type, StringComparer.Ordinal);
        byEntityType = Entities.ToDictionary(e => e.Type);
    }

    public SyncModel Model { get; }

    /// <summary>Parents before children.</summary>
    public IReadOnlyList<EntityMapping> Entities { get; }

    public Dialect Dialect { get; }

    /// <summary>True where triggers take note of writes past the engine.</summary>
    public bool HasMarks { get; }

    /// <summary>The mapping of a sync model to a context's database; kept with the EF model.</summary>
    /// <exception cref="SyncModelException">The mapping does not fit.</exception>
    public static SyncMapping Of(DbContext context, SyncModel model)
    {
        ConditionalWeakTable<SyncModel, SyncMapping> known = context.Model.GetOrAddRuntimeAnnotationValue<ConditionalWeakTable<SyncModel, SyncMapping>, object>(Annotation, static _ => [], null);
        return known.GetValue(model, key => new SyncMapping(context, key));
    }

    /// <summary>True where a context has the EF model that this was made of, and not another one of an app that makes several.</summary>
    public bool IsOf(DbContext context) => context.Model == mapped;

    /// <summary>The mapping of an entity type of the EF model; null when it is not synced.</summary>
    public EntityMapping? Find(IEntityType type) => byEntityType.GetValueOrDefault(type);

    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    public EntityMapping Of(string type) => byType.TryGetValue(type, out EntityMapping? mapping) ? mapping : throw new KeyNotFoundException($"The model has no entity '{type}'.");
}
