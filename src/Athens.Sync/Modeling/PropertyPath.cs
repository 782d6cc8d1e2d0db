using System.Linq.Expressions;
using System.Reflection;

namespace Athens.Sync.Modeling;

/// <summary>Reads the property that an expression such as <c>p => p.Title</c> names.</summary>
internal static class PropertyPath
{
    public static string Of(LambdaExpression expression)
    {
        Expression body = expression.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : expression.Body;
        return body is MemberExpression { Member: PropertyInfo property, Expression: ParameterExpression }
            ? property.Name
            : throw new SyncModelException($"'{expression}' does not name a property of {expression.Parameters[0].Type.Name}; write p => p.Title.");
    }
}
