using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>
/// Reads the properties of one JSON object, keeping the first fault. A property that is null counts as absent; one that
/// nobody asks for is ignored.
/// </summary>
internal sealed class WireObject(JsonElement source, SyncLimits limits)
{
    /// <summary>The first fault met; null as long as everything asked for could be read.</summary>
    public WireFault? Fault { get; private set; }

    /// <summary>A text of at most <see cref="SyncLimits.KeyCharsMax"/> characters.</summary>
    public string? Text(string name) => Text(name, RejectionReason.TooLarge);

    /// <summary>A text that must be there: without it nobody can tell what is meant, so one that is too long is none.</summary>
    public string RequiredText(string name)
    {
        string? text = Text(name, RejectionReason.ValidationError);
        if (string.IsNullOrEmpty(text))
            Note(WireFault.Invalid(name, "It is missing."));
        return text ?? "";
    }

    /// <summary>A key: text, or an integer from older clients, kept as text. An empty one counts as absent.</summary>
    public string? Key(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Number } value)
            return Text(name) is { Length: > 0 } text ? text : null;
        string digits = value.GetRawText();
        bool isInteger = digits.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0 && digits != "-0";
        return isInteger
            ? Bounded(name, digits, RejectionReason.TooLarge)
            : Refuse<string>(WireFault.Invalid(name, "A string or an integer was expected."));
    }

    /// <summary>An integer in a range.</summary>
    public long? Integer(string name, long min, long max = long.MaxValue)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out long number) && number >= min && number <= max)
            return number;
        Note(WireFault.Invalid(name, $"An integer of {min} or more was expected."));
        return null;
    }

    /// <summary>A moment in ISO 8601; one without an offset is of UTC.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (WireMoment.Parse(text) is { } moment)
            return moment;
        Note(WireFault.Invalid(name, "A moment in ISO 8601 was expected."));
        return null;
    }

    /// <summary>A member of an enumeration, by its wire name.</summary>
    public TEnum? Member<TEnum>(string name, RejectionReason reason)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        if (WireNames<TEnum>.Find(text) is { } member)
            return member;
        Note(new WireFault(reason, name, $"There is no {name} '{text}'."));
        return null;
    }

    /// <summary>An object of fields within the limits.</summary>
    public FieldValues? Fields(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind is not JsonValueKind.Object)
            return Refuse<FieldValues>(WireFault.Invalid(name, $"An object was expected, not {Json.Describe(value)}."));
        return ValueCheck.Of(value, name, limits) is { } fault ? Refuse<FieldValues>(fault) : FieldValues.FromObject(value);
    }

    /// <summary>The decision on a conflict.</summary>
    public ResolvedConflict? Resolved(string name)
    {
        if (Find(name) is not { } value)
            return null;
        (ResolvedConflict? resolved, WireFault? fault) = ResolvedConflictReader.Read(value, limits);
        return fault is null ? resolved : Refuse<ResolvedConflict>(fault.In(name));
    }

    /// <summary>The property, unless it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        source.TryGetProperty(name, out JsonElement value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>Notes a fault, unless there was one before.</summary>
    public void Note(WireFault fault) => Fault ??= fault;

    private string? Text(string name, RejectionReason tooLong)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind is not JsonValueKind.String)
            return Refuse<string>(WireFault.Invalid(name, $"A string was expected, not {Json.Describe(value)}."));
        if (!WireText.IsText(value))
            return Refuse<string>(WireFault.Invalid(name, WireText.Wrong));
        return Bounded(name, value.GetString()!, tooLong);
    }

    private string? Bounded(string name, string text, RejectionReason tooLong) => text.Length <= limits.KeyCharsMax
        ? text
        : Refuse<string>(new WireFault(tooLong, name, $"It is longer than {limits.KeyCharsMax} characters."));

    private T? Refuse<T>(WireFault fault)
        where T : class
    {
        Note(fault);
        return null;
    }
}
