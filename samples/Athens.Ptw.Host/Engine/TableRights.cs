using System.Linq.Expressions;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Roles;
using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Engine;

/// <summary>Gives the engine the table of rights: each change, on every road, is held to it before the app's rules are asked.</summary>
internal static class TableRights
{
    public static SyncServerBuilder AddTableRights<T>(this SyncServerBuilder server)
        where T : class
    {
        EntityModel entity = server.Model.Entity(typeof(T));
        return server.AddRights<T>(rights =>
        {
            rights.Create(context => Allows(context, entity.IsAppendOnly ? Operation.Append : Operation.Create))
                .Update(context => Allows(context, Operation.Update))
                .Delete(context => Allows(context, Operation.Delete));
            foreach (MoveRight move in RightsTable.Moves.Where(move => move.Entity == entity.Type))
                rights.Move(move.From, move.To, context => RightsTable.AllowsMove(RoleOf(context), entity.Type, move.From, move.To));
            foreach (string property in RightsTable.Fields.Where(field => field.Entity == entity.Type).Select(field => field.Property).Distinct())
                rights.Field(Named<T>(property), context => AllowsValues(context, property));
        });
    }

    private static string RoleOf(RuleContext context) => Actor.Of(context.Caller.Principal!).Role;

    private static bool Allows(RuleContext context, string operation) => RightsTable.Allows(RoleOf(context), context.Entity.Type, operation);

    /// <summary>Who may not set a value may not take it away either.</summary>
    private static bool AllowsValues(RuleContext context, string property)
    {
        string name = context.Entity.FindProperty(property)!.Name;
        return new[] { context.Before, context.After }.All(row => RightsTable.AllowsValue(RoleOf(context), context.Entity.Type, property, row?.State.Find(name)?.ToString()));
    }

    private static Expression<Func<T, object?>> Named<T>(string property)
    {
        ParameterExpression row = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, object?>>(Expression.Property(row, property), row);
    }
}
