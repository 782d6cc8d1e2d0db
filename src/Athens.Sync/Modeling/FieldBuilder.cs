using System.Linq.Expressions;
using Athens.Sync.Merging;

namespace Athens.Sync.Modeling;

/// <summary>Says how one field behaves.</summary>
/// <typeparam name="TEntity">The app's entity type.</typeparam>
public sealed class FieldBuilder<TEntity>
    where TEntity : class
{
    private readonly FieldOptions options;

    internal FieldBuilder(FieldOptions options) => this.options = options;

    /// <summary>What decides when client and server both moved. Without it, a person does.</summary>
    public FieldBuilder<TEntity> Merge(IMergeStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        options.Strategy = strategy;
        return this;
    }

    /// <summary>Only the server's own code sets the field; a change that would alter it is rejected.</summary>
    public FieldBuilder<TEntity> ServerOwned()
    {
        options.Access = FieldAccess.ServerOwned;
        return this;
    }

    /// <summary>Only the change that makes the entity sets the field.</summary>
    public FieldBuilder<TEntity> CreateOnly()
    {
        options.Access = FieldAccess.CreateOnly;
        return this;
    }

    /// <summary>Removals from a set and un-ticks in a checklist are refused, even where only the client moved.</summary>
    public FieldBuilder<TEntity> NeverLess()
    {
        options.NeverLess = true;
        return this;
    }

    /// <summary>Makes this the status field, which moves only as the machine allows.</summary>
    public FieldBuilder<TEntity> StateMachine(StateMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        options.Machine = machine;
        return this;
    }

    /// <summary>A move to the state relies on these fields: if one of them moved since its base, the move is a conflict.</summary>
    public FieldBuilder<TEntity> Requires(string state, params Expression<Func<TEntity, object?>>[] fields)
    {
        options.Requires[state] = [.. fields.Select(PropertyPath.Of)];
        return this;
    }

    /// <summary>In the state these fields cannot be edited.</summary>
    public FieldBuilder<TEntity> Freeze(string state, params Expression<Func<TEntity, object?>>[] fields)
    {
        options.Freezes[state] = [.. fields.Select(PropertyPath.Of)];
        return this;
    }
}
