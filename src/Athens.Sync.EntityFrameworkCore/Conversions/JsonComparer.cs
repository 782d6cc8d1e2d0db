using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Conversions;

/// <summary>Compares a property by its JSON text, so that a change inside of a list or a map is seen, and is seen to the letter.</summary>
internal sealed class JsonComparer<T>() : ValueComparer<T>(
    (left, right) => AreEqual(left, right),
    value => StringComparer.Ordinal.GetHashCode(JsonConverter<T>.Write(value)),
    value => JsonConverter<T>.Read(JsonConverter<T>.Write(value))), IJsonComparer
{
    private static bool AreEqual(T? left, T? right) =>
        ReferenceEquals(left, right) && !typeof(T).IsValueType && left is null
        || (left is not null && right is not null && JsonConverter<T>.Write(left) == JsonConverter<T>.Write(right));
}
