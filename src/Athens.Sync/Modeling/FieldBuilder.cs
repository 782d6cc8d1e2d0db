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

    /// <summary>
    /// The server allocates the field's values, each once and for ever: 1000, 1001, and so on. A device leases blocks of them and gives
    /// a new entity the next one when it is saved, offline too; where the device has none left, the server does when it takes the entity
    /// in. Nothing else sets the field. Values that are not used are left out.
    /// </summary>
    /// <param name="first">The first value ever. 0 or more.</param>
    /// <param name="blockSize">How many values a device leases at once, 1 to 10,000. It asks for more once half of them are gone.</param>
    /// <param name="lifetime">For how long a device takes values from a block; 30 days unless given.</param>
    public FieldBuilder<TEntity> LeasedNumber(long first = 1, int blockSize = 50, TimeSpan? lifetime = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockSize, 10_000);
        TimeSpan span = lifetime ?? TimeSpan.FromDays(30);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero, nameof(lifetime));
        options.Access = FieldAccess.CreateOnly;
        options.Leased = new LeasedNumbers(first, blockSize, span);
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
