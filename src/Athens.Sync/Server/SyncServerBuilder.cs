using System.Diagnostics.CodeAnalysis;
using Athens.Sync.Modeling;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Server;

/// <summary>Configures a server in a service collection: its store and the app's rules.</summary>
public sealed class SyncServerBuilder
{
    internal SyncServerBuilder(IServiceCollection services, SyncModel model)
    {
        Services = services;
        Model = model;
    }

    /// <summary>The services that the server is made from.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The entity types.</summary>
    public SyncModel Model { get; }

    /// <summary>Adds a rule for changes to one entity type; rules are asked in the order in which they were added.</summary>
    /// <param name="entity">The entity type's wire name.</param>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    public SyncServerBuilder AddRule<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRule>(string entity)
        where TRule : class, ISyncRule
    {
        Services.AddKeyedScoped<ISyncRule, TRule>(Model.Entity(entity).Type);
        return this;
    }

    /// <summary>Has a handler run, in the change's transaction, when the status of such an entity moves to a state.</summary>
    /// <param name="entity">The entity type's wire name.</param>
    /// <param name="state">The state that the status moves to. A new entity has not moved.</param>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    /// <exception cref="SyncModelException">The type's status does not know the state.</exception>
    public SyncServerBuilder AddCommand<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCommand>(string entity, string state)
        where TCommand : class, ISyncCommand
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Model.Entity(entity).Status?.Machine.Knows(state) is not true)
            throw new SyncModelException($"The status of '{entity}' does not know the state '{state}'.");
        Services.AddKeyedScoped<ISyncCommand, TCommand>(new CommandKey(entity, state));
        return this;
    }

    /// <summary>
    /// Says who may do what to the entities of one type, by operation, by move of the status, by field and by row. Rights are asked
    /// before the rules, on every road that leads to the server.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    /// <exception cref="SyncModelException">The rights name something that the model does not have.</exception>
    public SyncServerBuilder AddRights<TEntity>(Action<EntityRights<TEntity>> declare)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(declare);
        EntityModel entity = Model.Entity(typeof(TEntity));
        var rights = new EntityRights<TEntity>(entity);
        declare(rights);
        Services.AddKeyedSingleton(entity.Type, rights.Rule);
        return this;
    }

    /// <summary>
    /// Holds every entity to the validation attributes of its class (<c>[Required]</c>, <c>[StringLength]</c> and so on), on the state
    /// that a change would leave.
    /// </summary>
    [RequiresUnreferencedCode("Reads validation attributes by reflection.")]
    public SyncServerBuilder ValidateDataAnnotations()
    {
        foreach (string type in Model.Entities.Select(entity => entity.Type))
            Services.AddKeyedSingleton<ISyncRule>(type, new DataAnnotationsRule());
        return this;
    }
}
