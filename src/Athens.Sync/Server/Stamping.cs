using System.Collections.Frozen;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Keeps the stamps of the fields whose strategy decides by them.</summary>
internal static class Stamping
{
    /// <summary>How far ahead of the server's clock a device's stamp may be.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    /// <summary>A change's stamp, clamped so that a fast clock does not win for ever; null when the device did not say when.</summary>
    public static Stamp? Clamp(DateTimeOffset? changedAt, string writer, DateTimeOffset now)
    {
        if (changedAt is not { } at)
            return null;
        DateTimeOffset latest = now + AheadMax;
        return new Stamp(at > latest ? latest : at, writer);
    }

    /// <summary>The stamps of a new entity.</summary>
    public static IReadOnlyDictionary<string, Stamp> Of(EntityModel entity, IEnumerable<string> written, Stamp? stamp) =>
        With(FrozenDictionary<string, Stamp>.Empty, entity, written, stamp);

    /// <summary>The stamps after fields were written: a stamp never goes back, or a replay could turn a decision round.</summary>
    public static IReadOnlyDictionary<string, Stamp> With(IReadOnlyDictionary<string, Stamp> stamps, EntityModel entity, IEnumerable<string> written, Stamp? stamp)
    {
        if (!entity.HasStamps)
            return stamps;
        List<string> stamped = [.. written.Where(name => entity.Find(name) is { Strategy.UsesStamps: true })];
        if (stamped.Count == 0)
            return stamps;
        var copy = new Dictionary<string, Stamp>(stamps, StringComparer.Ordinal);
        foreach (string name in stamped)
        {
            if (stamp is { } known)
                copy[name] = stamps.TryGetValue(name, out Stamp held) && held.CompareTo(known) > 0 ? held : known;
            else
                copy.Remove(name);
        }
        return copy;
    }
}
