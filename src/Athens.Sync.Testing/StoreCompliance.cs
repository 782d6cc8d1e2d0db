using System.Reflection;

namespace Athens.Sync.Testing;

/// <summary>Finds stores that no conformance suite is derived for, so that one test can fail for all of them.</summary>
public static class StoreCompliance
{
    /// <summary>The stores that an assembly offers and that the suites of another do not test. What it keeps to itself does not count.</summary>
    /// <param name="contract">What stores implement, such as <c>typeof(IDeviceStore)</c>.</param>
    /// <param name="suite">The suite that is derived for each, such as <c>typeof(DeviceStoreConformance&lt;&gt;)</c>; its one type argument is the store.</param>
    /// <param name="stores">The assembly with the stores.</param>
    /// <param name="tests">The assembly with the derived suites.</param>
    public static IReadOnlyList<Type> Untested(Type contract, Type suite, Assembly stores, Assembly tests)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(tests);
        HashSet<Type> tested = [.. Concrete(tests).Select(type => StoreOf(type, suite)).OfType<Type>().Select(Definition)];
        return [.. Concrete(stores).Where(type => type.IsVisible && contract.IsAssignableFrom(type) && !tested.Contains(type))];
    }

    private static IEnumerable<Type> Concrete(Assembly assembly) => assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false });

    /// <summary>A store that is generic over the app's types is tested when it is tested for any of them.</summary>
    private static Type Definition(Type store) => store.IsGenericType ? store.GetGenericTypeDefinition() : store;

    private static Type? StoreOf(Type? type, Type suite)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == suite)
                return type.GetGenericArguments()[0];
        }
        return null;
    }
}
