using System.Diagnostics.CodeAnalysis;
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
