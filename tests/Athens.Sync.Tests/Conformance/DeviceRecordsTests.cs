using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Conformance;

/// <summary>The suites prove that nothing is lost only as far as the full records leave nothing out.</summary>
public sealed class DeviceRecordsTests
{
    public static TheoryData<object> FullRecords() => [DeviceRecords.FullState(7), DeviceRecords.FullItem(1), DeviceRecords.FullReplica("k")];

    [Theory]
    [MemberData(nameof(FullRecords))]
    public void FullRecord_EveryProperty_IsSet(object record) => Assert.Empty(Unset(record, record.GetType().Name));

    private static IEnumerable<string> Unset(object value, string path)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties().Where(IsData))
        {
            object? inner = property.GetValue(value);
            string name = $"{path}.{property.Name}";
            if (inner is null or 0 or 0L or "" || (inner is ICollection { Count: 0 }))
                yield return name;
            else if (inner.GetType().Assembly == typeof(Change).Assembly && inner is not (Enum or FieldValues))
            {
                foreach (string deeper in Unset(inner, name))
                    yield return deeper;
            }
        }
    }

    private static bool IsData(PropertyInfo property) =>
        property.CanWrite && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is null;
}
