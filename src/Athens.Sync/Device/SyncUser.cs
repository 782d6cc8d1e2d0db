using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Who is signed in on a device.</summary>
public sealed record SyncUser
{
    /// <summary>The user's id, as the server knows it.</summary>
    public required string User { get; init; }

    /// <summary>The customer that the user belongs to; empty where there is only one.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>A name for the user's store, the same at each sign-in: 32 hex digits that do not tell who it is.</summary>
    [JsonIgnore]
    public string StoreName => Convert.ToHexStringLower(SHA256.HashData(JsonEncodedText.Encode(Tenant).EncodedUtf8Bytes.ToArray().Append((byte)'\n').Concat(JsonEncodedText.Encode(User).EncodedUtf8Bytes.ToArray()).ToArray()), 0, 16);

    /// <exception cref="ArgumentException">The user has no id.</exception>
    internal SyncUser Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(User);
        ArgumentNullException.ThrowIfNull(Tenant);
        return this;
    }
}
