using Xunit;

namespace Athens.Sync.Testing;

/// <summary>Values and keys that a store must not change or confuse: the data of the conformance suites.</summary>
public static class ExactValues
{
    /// <summary>JSON values that some store somewhere has changed.</summary>
    public static TheoryData<string> Json() =>
    [
        "9223372036854775807", "-9223372036854775808", "18446744073709551615", "123456789012345678901234567890",
        "1.10", "1.1", "1.0", "1", "0", "-0", "-0.0", "1e2", "1E+2", "0.1", "0.30000000000000004", "79228162514264337593543950335",
        "true", "false", "null", "\"\"", "\" \"", "\"  both ends \"", "\"\\t\\r\\n\"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\u00e9\"", "\"e\u0301\"", "\"\u4e2d\u6587\"", "\"\u05e9\u05dc\u05d5\u05dd\"", "\"<&'+>\"", "\"null\"", "\"1\"",
        "\"2026-03-29T01:59:59.1234567+05:30\"", "\"2026-03-29T01:59:59Z\"", "\"2026-03-29T01:59:59+00:00\"", "\"2026-03-29\"",
        "[]", "[[]]", "[null]", "[1,1.0,1]", "{}", "{\"\":\"\"}", "{\"a\":null}", "{\"b\":1,\"a\":2,\"A\":3}", "{\"$id\":\"1\",\"$type\":\"x\",\"_id\":5}",
    ];

    /// <summary>Texts that a writer of JSON may escape, and a store may change.</summary>
    public static TheoryData<string> Texts() =>
    [
        "\U0001F525 \U0001F468\u200d\U0001F692", "\ufeffbom", "\u2028\u2029", "\u202eright to left", "\u00ad", "\u0085", "\u007f", "\ufffd\uffff", "\0", "\\\"/", "\u00a0 \u3000",
    ];

    /// <summary>Keys that some store somewhere has confused with others.</summary>
    public static TheoryData<string, string> Keys() => new()
    {
        { "key", "KEY" }, { "key", "key " }, { "key", " key" }, { "\u00e9", "e\u0301" }, { "1", "01" }, { "1", "1.0" }, { "i", "\u0130" }, { "ss", "\u00df" },
        { "\U0001F525", "\U0001F526" }, { "a/b", "a/b/c" }, { "null", "NULL" }, { "%", "_" }, { "$.key", "@0" }, { "'", "''" }, { "\"", "\\\"" }, { "\u200b", "\u200c" },
        { new string('x', 127) + "a", new string('x', 127) + "A" },
        { new string('\u6f22', 127) + "a", new string('\u6f22', 127) + "b" },
        { string.Concat(Enumerable.Repeat("\U0001F525", 64)), string.Concat(Enumerable.Repeat("\U0001F525", 63)) + "\U0001F526" },
    };
}
