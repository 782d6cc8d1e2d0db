using System.Linq.Expressions;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>
/// Says who may do what to the entities of one type. Once a type has rights, what nobody was given is nobody's; what several
/// calls give, any of them gives. A refusal is <c>permission_denied</c> and nothing of the change is written.
/// </summary>
/// <typeparam name="TEntity">The app's entity type.</typeparam>
/// <remarks>
/// Who has a role is the caller's principal's to say (<see cref="SyncCaller.IsInRole"/>). A test on the change sees the row as it
/// is and as it will be; it must be pure, and reads no database: what needs one is an <see cref="ISyncRule"/>.
/// </remarks>
public sealed class EntityRights<TEntity>
    where TEntity : class
{
    private readonly EntityModel entity;

    internal EntityRights(EntityModel entity) => this.entity = entity;

    internal RightsRule Rule { get; } = new();

    /// <summary>Who may make such an entity: create it, append it, or bring a deleted one back.</summary>
    public EntityRights<TEntity> Create(params string[] roles) => Create(InAny(roles));

    /// <inheritdoc cref="Create(string[])" />
    public EntityRights<TEntity> Create(Func<RuleContext, bool> may) => With(() => Rule.AllowCreate(Required(may)));

    /// <summary>Who may edit fields of such an entity; a move of its status is not one of them.</summary>
    public EntityRights<TEntity> Update(params string[] roles) => Update(InAny(roles));

    /// <inheritdoc cref="Update(string[])" />
    public EntityRights<TEntity> Update(Func<RuleContext, bool> may) => With(() => Rule.AllowUpdate(Required(may)));

    /// <summary>Who may delete such an entity.</summary>
    public EntityRights<TEntity> Delete(params string[] roles) => Delete(InAny(roles));

    /// <inheritdoc cref="Delete(string[])" />
    public EntityRights<TEntity> Delete(Func<RuleContext, bool> may) => With(() => Rule.AllowDelete(Required(may)));

    /// <summary>Who may make this move of the status. Whether it is legal at all, the state machine has judged before.</summary>
    public EntityRights<TEntity> Move(string from, string to, params string[] roles) => Move(from, to, InAny(roles));

    /// <inheritdoc cref="Move(string, string, string[])" />
    /// <exception cref="SyncModelException">The state machine does not know the move.</exception>
    public EntityRights<TEntity> Move(string from, string to, Func<RuleContext, bool> may)
    {
        if (entity.Status?.Machine.Allows(from, to) is not true)
            throw new SyncModelException($"The status of '{entity.Type}' does not move from '{from}' to '{to}'.");
        return With(() => Rule.AllowMove(new StatusMove(from, to), Required(may)));
    }

    /// <summary>
    /// Who may write this field, besides the right to make or edit the entity. A value that leaves the field as it is, or a new
    /// entity's default, is not a write of it. The refusal names the field.
    /// </summary>
    public EntityRights<TEntity> Field(Expression<Func<TEntity, object?>> field, params string[] roles) => Field(field, InAny(roles));

    /// <inheritdoc cref="Field(Expression{Func{TEntity, object}}, string[])" />
    /// <exception cref="SyncModelException">The property is not a field of the model.</exception>
    public EntityRights<TEntity> Field(Expression<Func<TEntity, object?>> field, Func<RuleContext, bool> may)
    {
        ArgumentNullException.ThrowIfNull(field);
        string property = PropertyPath.Of(field);
        string name = entity.FindProperty(property)?.Name ?? throw new SyncModelException($"'{entity.Type}' does not declare {property} as a field.");
        return With(() => Rule.AllowField(name, Required(may)));
    }

    /// <summary>
    /// Which entities the caller may change at all. It must hold on the row as it is and, with what the app's rules set, on the
    /// row as it will be. Of several, all must hold.
    /// </summary>
    public EntityRights<TEntity> Rows(Func<SyncCaller, TEntity, bool> may)
    {
        ArgumentNullException.ThrowIfNull(may);
        return With(() => Rule.AllowRows((caller, row) => may(caller, (TEntity)row)));
    }

    private static Func<RuleContext, bool> InAny(string[] roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return context => roles.Any(context.Caller.IsInRole);
    }

    private static Func<RuleContext, bool> Required(Func<RuleContext, bool> may)
    {
        ArgumentNullException.ThrowIfNull(may);
        return may;
    }

    private EntityRights<TEntity> With(Action add)
    {
        add();
        return this;
    }
}
