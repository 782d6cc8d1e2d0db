using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Athens.Sync.Wire;

namespace Athens.Sync.Feed;

/// <summary>What the opaque checkpoint token of a pull holds.</summary>
/// <param name="Epoch">The server's history.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Lane">The lane.</param>
/// <param name="Sequence">Everything at or below this was given.</param>
/// <param name="SnapshotThrough">The counter when a new replica began: tombstones at or below it are left out.</param>
/// <param name="Fingerprint">The model and the reader's rights.</param>
internal sealed record Checkpoint(
    [property: JsonPropertyName("e")] string Epoch,
    [property: JsonPropertyName("s")] string Scope,
    [property: JsonPropertyName("l")] string Lane,
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("h")] long SnapshotThrough,
    [property: JsonPropertyName("f")] string Fingerprint)
{
    private const int TokenCharsMax = 2048;

    /// <summary>The token, safe in a URL.</summary>
    public string ToToken() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, CheckpointJson.Default.Checkpoint));

    /// <summary>Reads a token.</summary>
    /// <exception cref="WireException">The text is not a token of this server.</exception>
    public static Checkpoint Parse(string token)
    {
        if (token.Length > TokenCharsMax || !Base64Url.IsValid(token))
            throw Unreadable();
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token), CheckpointJson.Default.Checkpoint) is { Sequence: >= 0, Epoch: not null, Scope: not null, Lane: not null } checkpoint
                ? checkpoint
                : throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    private static WireException Unreadable() => new("checkpoint is not a token of this server; leave it out to begin anew.");
}
