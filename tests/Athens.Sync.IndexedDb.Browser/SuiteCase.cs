using System.Globalization;
using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace Athens.Sync.IndexedDb.Browser;

/// <summary>One test of the suite: a method, and where it is a theory, one row of its data. A browser has no runner of tests.</summary>
public sealed record SuiteCase(string Name, MethodInfo Method, object?[] Arguments)
{
    public static IReadOnlyList<SuiteCase> All { get; } = [.. Find()];

    /// <returns>Null when it passed; else what failed.</returns>
    public async Task<string?> RunAsync()
    {
        try
        {
            if (Method.Invoke(new IndexedDbConformance(), Arguments) is Task task)
                await task;
            return null;
        }
        catch (Exception e)
        {
            return (e as TargetInvocationException)?.InnerException?.ToString() ?? e.ToString();
        }
    }

    private static IEnumerable<SuiteCase> Find() =>
        from method in typeof(IndexedDbConformance).GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        orderby method.Name
        from data in RowsOf(method)
        select new SuiteCase($"{method.Name}({string.Join(", ", data.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"))})", method, data);

    private static IEnumerable<object?[]> RowsOf(MethodInfo method)
    {
        DataAttribute[] sources = [.. method.GetCustomAttributes<DataAttribute>()];
        return sources.Length == 0 ? [[]] : sources.SelectMany(source => source.GetData(method));
    }
}
