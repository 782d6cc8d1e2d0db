namespace Athens.Sync.Wire;

/// <summary>Reads moments as other platforms write them in ISO 8601.</summary>
internal static class WireMoment
{
    /// <summary>The moment, with its offset; a text that names no offset is of UTC, wherever this runs. Null when it is no moment.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (!Json.Of(text).TryGetDateTimeOffset(out DateTimeOffset moment))
            return null;
        return NamesOffset(text) ? moment : new DateTimeOffset(moment.DateTime, TimeSpan.Zero);
    }

    private static bool NamesOffset(string text)
    {
        int time = text.IndexOf('T', StringComparison.Ordinal);
        return time >= 0 && text.AsSpan(time).ContainsAny('Z', '+', '-');
    }
}
