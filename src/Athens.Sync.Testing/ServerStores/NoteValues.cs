using Xunit;

namespace Athens.Sync.Testing.ServerStores;

/// <summary>Fields of a <see cref="Note"/> with values that careless storage alters.</summary>
public static class NoteValues
{
    /// <summary>The wire name of each field, and its value as JSON.</summary>
    public static TheoryData<string, string> All() => new()
    {
        { "count", "9223372036854775807" },
        { "count", "-9223372036854775808" },
        { "count", "9007199254740993" },
        { "amount", "1.50" },
        { "amount", "0.00" },
        { "amount", "-0.0000000000000000000000000001" },
        { "amount", "79228162514264337593543950335" },
        { "weight", "0.1" },
        { "weight", "-1.7976931348623157E+308" },
        { "weight", "null" },
        { "due_at", "\"2024-02-29T23:59:59.1234567+05:30\"" },
        { "due_at", "\"2024-06-01T00:00:00-11:00\"" },
        { "due_at", "\"0001-01-01T00:00:00+00:00\"" },
        { "due_at", "null" },
        { "title", "\"\"" },
        { "title", "\" \"" },
        { "title", "\"  padded\\t\\r\\n \"" },
        { "title", "\"caf\u00e9 and cafe\u0301\"" },
        { "title", "\"it's \\\"quoted\\\" \\\\ % _ ; -- \u65e5\u672c \U0001F6A7\"" },
        { "title", "\"null\"" },
        { "remarks", "\"\"" },
        { "remarks", "null" },
        { "tags", "[]" },
        { "tags", "[\"b\",\"a\",\"B\",\"\",\" \",\"caf\u00e9\",\"cafe\u0301\"]" },
        { "checklist", "{}" },
        { "checklist", "{\"b\":true,\"a\":{\"done\":false,\"comments\":\"\"},\"A\":null,\"n\":[1.0,1,1e5,12345678901234567890],\"\":\"\"}" },
        { "priority", "\"very_high\"" },
        { "done", "true" },
        { "owner", "\"0190a000-0000-7000-8000-00000000abcd\"" },
        { "owner", "null" },
    };
}
