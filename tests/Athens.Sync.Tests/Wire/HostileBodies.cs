using System.Globalization;
using System.Text;

namespace Athens.Sync.Tests.Wire;

/// <summary>Bodies that mutations would hardly find, by what they are.</summary>
public static class HostileBodies
{
    private const int Deep = 10_000;
    private const int Many = 1_000_000;

    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["nothing"] = "",
        ["arrays, 10,000 deep"] = new string('[', Deep) + new string(']', Deep),
        ["objects, 10,000 deep"] = string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep),
        ["a field, 10,000 deep"] = Push(Change($"\"title\":{new string('[', Deep)}{new string(']', Deep)}")),
        ["arrays that do not end"] = new string('[', Many),
        ["a million changes"] = Push(Repeat("{}", Many)),
        ["a million numbers for changes"] = Push(Repeat("0", Many)),
        ["a field of a million numbers"] = Push(Change($"\"tags\":[{Repeat("0", Many)}]")),
        ["a field of a hundred thousand objects"] = Push(Change($"\"tags\":[{Repeat("{\"a\":{}}", Many / 10)}]")),
        ["a hundred thousand fields"] = Push(Change(string.Join(',', Enumerable.Range(0, Many / 10).Select(n => $"\"f{n}\":1")))),
        ["a hundred thousand members"] = $"{{\"device_id\":\"d\",\"changes\":[],{string.Join(',', Enumerable.Range(0, Many / 10).Select(n => $"\"m{n}\":1"))}}}",
        ["a text of four million characters"] = Push(Change($"\"title\":\"{new string('x', 4 * Many)}\"")),
        ["a text of escapes"] = Push(Change($"\"title\":\"{string.Concat(Enumerable.Repeat("\\u0041", Many / 2))}\"")),
        ["a number of a million digits"] = Push(Change($"\"level\":{new string('9', Many)}")),
        ["numbers that nothing holds"] = Push(Change("\"level\":1e400"), Change("\"level\":-1e400"), Change("\"count\":1e9999999999"), Change("\"price\":1e-400"), Change("\"big\":9223372036854775808")),
        ["no numbers"] = Push(Change("\"level\":NaN")),
        ["infinity"] = Push(Change("\"level\":Infinity")),
        ["a key twice"] = Push(Change("\"title\":\"a\",\"title\":\"b\"")),
        ["a key twice, one escaped"] = Push(Change("\"title\":\"a\",\"titl\\u0065\":\"b\"")),
        ["the changes twice"] = "{\"device_id\":\"d\",\"changes\":[],\"changes\":[]}",
        ["unpaired surrogates"] = Push(Change("\"title\":\"\\ud800\""), Change("\"\\udfff\":1"), Change("\"place\":{\"name\":\"\\udc00\"}"), Change("\"checks\":{\"\\ud83d\":true}"), Change("\"tags\":[\"a\",\"\\ud83d\\ud83d\"]")),
        ["U+0000"] = Push(Change("\"title\":\"a\\u0000b\""), Change("\"place\":{\"name\":\"\\u0000\"}"), Change("\"checks\":{\"\\u0000\":true}"), Change("\"tags\":[\"\\u0000\"]")),
        ["a device of U+0000"] = "{\"device_id\":\"\\u0000\",\"changes\":[]}",
        ["five hundred creates of one key"] = Push(Enumerable.Range(0, 500).Select(n => $$$"""{"entity":"plant","op":"create","offline_id":"same{{{n}}}","server_id":"same","data":{"title":"{{{n}}}"}}""").ToArray()),
        ["one change five hundred times"] = Push(Enumerable.Repeat(Change("\"title\":\"again\""), 500).ToArray()),
        ["a page of HTML"] = "<!DOCTYPE html><html></html>",
    }.ToDictionary(body => body.Key, body => Encoding.UTF8.GetBytes(body.Value));

    private static int Number { get; set; }

    private static string Push(params IEnumerable<string> changes) => $"{{\"device_id\":\"d\",\"changes\":[{string.Join(',', changes)}]}}";

    private static string Change(string fields) =>
        $"{{\"entity\":\"plant\",\"op\":\"create\",\"offline_id\":\"h{(++Number).ToString(CultureInfo.InvariantCulture)}\",\"server_id\":\"h{Number.ToString(CultureInfo.InvariantCulture)}\",\"data\":{{{fields}}}}}";

    private static string Repeat(string element, int times) => string.Join(',', Enumerable.Repeat(element, times));
}
