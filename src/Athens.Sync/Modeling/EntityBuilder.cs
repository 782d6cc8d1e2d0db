using System.Linq.Expressions;

namespace Athens.Sync.Modeling;

/// <summary>Describes one entity type: its key, its scope and its fields.</summary>
/// <typeparam name="TEntity">The app's entity type: a plain class with a constructor without parameters.</typeparam>
public sealed class EntityBuilder<TEntity> : IEntityBuilder
    where TEntity : class
{
    private readonly EntityOptions options;

    internal EntityBuilder(string type) => options = new EntityOptions(type, typeof(TEntity));

    EntityOptions IEntityBuilder.Options => options;

    /// <summary>The key: a string, Guid, int or long. Required.</summary>
    public EntityBuilder<TEntity> Key(Expression<Func<TEntity, object?>> key)
    {
        options.Key = PropertyPath.Of(key);
        return this;
    }

    /// <summary>
    /// The server's table gives the key, which is an int or a long of 1 or more. Until then an entity made on a device has a negative
    /// one, which may be used in references; when the server has answered, the device puts the real one in its place everywhere.
    /// </summary>
    public EntityBuilder<TEntity> ServerAssignedKey()
    {
        options.HasServerAssignedKey = true;
        return this;
    }

    /// <summary>The field whose value is the entity's scope. It is set when the entity is made.</summary>
    public EntityBuilder<TEntity> Scope(Expression<Func<TEntity, object?>> scope)
    {
        options.Scope = PropertyPath.Of(scope);
        options.Field(options.Scope).Access = FieldAccess.CreateOnly;
        return this;
    }

    /// <summary>The entity belongs to another one and lives in its scope. The reference is set when the entity is made.</summary>
    /// <param name="type">The parent's wire name.</param>
    /// <param name="reference">The field that holds the parent's key.</param>
    public EntityBuilder<TEntity> Parent(string type, Expression<Func<TEntity, object?>> reference)
    {
        string property = PropertyPath.Of(reference);
        options.References.Add((property, type, true));
        options.Field(property).Access = FieldAccess.CreateOnly;
        return this;
    }

    /// <summary>A field that holds the key of another entity, which a change of this one waits for.</summary>
    /// <param name="type">The other entity type's wire name.</param>
    /// <param name="reference">The field that holds its key.</param>
    public EntityBuilder<TEntity> Reference(string type, Expression<Func<TEntity, object?>> reference)
    {
        string property = PropertyPath.Of(reference);
        options.References.Add((property, type, false));
        options.Field(property);
        return this;
    }

    /// <summary>Declares a field.</summary>
    public FieldBuilder<TEntity> Field(Expression<Func<TEntity, object?>> field) => new(options.Field(PropertyPath.Of(field)));

    /// <summary>Declares fields that need nothing said of them: anyone may set them, and a person decides their conflicts.</summary>
    public EntityBuilder<TEntity> Fields(params Expression<Func<TEntity, object?>>[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        foreach (Expression<Func<TEntity, object?>> field in fields)
            options.Field(PropertyPath.Of(field));
        return this;
    }

    /// <summary>Leaves properties out of sync: they are neither sent nor accepted.</summary>
    public EntityBuilder<TEntity> Ignore(params Expression<Func<TEntity, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        foreach (Expression<Func<TEntity, object?>> property in properties)
            options.Ignored.Add(PropertyPath.Of(property));
        return this;
    }

    /// <summary>Merges these fields as one value: if one side moved one of them and the other side another, that is a conflict.</summary>
    public EntityBuilder<TEntity> Together(params Expression<Func<TEntity, object?>>[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        options.Groups.Add([.. fields.Select(PropertyPath.Of)]);
        return this;
    }

    /// <summary>Entities are only ever added: a change other than create or append is rejected.</summary>
    public EntityBuilder<TEntity> AppendOnly()
    {
        options.IsAppendOnly = true;
        return this;
    }

    /// <summary>Changes of this type are sent and pulled before others.</summary>
    public EntityBuilder<TEntity> Critical()
    {
        options.Lane = Lanes.Critical;
        return this;
    }

    /// <summary>Leaves undeclared fields of a change out, and lists them in the answer, rather than refusing it. For older clients.</summary>
    public EntityBuilder<TEntity> IgnoreUnknownFields()
    {
        options.IgnoresUnknownFields = true;
        return this;
    }
}
