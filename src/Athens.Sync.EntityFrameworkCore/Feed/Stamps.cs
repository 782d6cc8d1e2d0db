using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Stamps as they are kept: JSON, or null when there are none.</summary>
internal static class Stamps
{
    public static Dictionary<string, Stamp> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, WireJson.Instance.DictionaryStringStamp)!;

    public static string? Write(IReadOnlyDictionary<string, Stamp> stamps) =>
        stamps.Count == 0 ? null : JsonSerializer.Serialize(new Dictionary<string, Stamp>(stamps), WireJson.Instance.DictionaryStringStamp);

    /// <summary>The stamps after a number of writes.</summary>
    public static string? After(string? before, IReadOnlyList<FeedWrite> writes)
    {
        if (writes.All(write => write.Stamps is null && write.Stamped.Count == 0))
            return before;
        Dictionary<string, Stamp> stamps = Read(before);
        foreach (FeedWrite write in writes)
        {
            if (write.Stamps is not null)
                stamps = new Dictionary<string, Stamp>(write.Stamps, StringComparer.Ordinal);
            foreach (string field in write.Stamped)
                stamps[field] = write.Stamp;
        }
        return Write(stamps);
    }
}
