using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.Http;

/// <summary>What an error's body says of it (RFC 9457), as far as it says anything.</summary>
internal sealed record AnswerProblem(string? Type, string? Title, string? Detail)
{
    private const int BytesMax = 64 << 10;
    private const int TextCharsMax = 500;

    private static AnswerProblem None { get; } = new(null, null, null);

    /// <summary>Reads the body; one that is of another form, or cannot be read, says nothing.</summary>
    public static async Task<AnswerProblem> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!AnswerReader.IsJson(response))
            return None;
        try
        {
            using WireBuffer? body = await AnswerBody.ReadAsync(response, BytesMax, cancellationToken).ConfigureAwait(false);
            return body is null ? None : Read(JsonElement.Parse(body.Written.Span));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or SyncTransportException or HttpRequestException or IOException)
        {
            return None;
        }
    }

    private static AnswerProblem Read(JsonElement problem) => problem.ValueKind is JsonValueKind.Object
        ? new AnswerProblem(Text(problem, "type"), Text(problem, "title"), Text(problem, "detail"))
        : None;

    private static string? Text(JsonElement problem, string name)
    {
        if (!problem.TryGetProperty(name, out JsonElement value) || value.ValueKind is not JsonValueKind.String)
            return null;
        string text = value.GetString()!;
        return text.Length <= TextCharsMax ? text : text[..TextCharsMax];
    }
}
