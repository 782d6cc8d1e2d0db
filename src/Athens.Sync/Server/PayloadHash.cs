using System.Security.Cryptography;
using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.Server;

/// <summary>Tells whether two changes under one key are the same change.</summary>
internal static class PayloadHash
{
    /// <summary>The SHA-256 of what the change asks for, in lower-case hex.</summary>
    public static string Of(Change change)
    {
        using var buffer = new WireBuffer();
        using (var writer = new Utf8JsonWriter(buffer, Json.WriterOptions))
            Write(writer, change);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.Written.Span, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static void Write(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(change.Entity);
        writer.WriteNumberValue((int)change.Op);
        writer.WriteStringValue(change.ServerId);
        if (change.ClientVersion is { } version)
            writer.WriteNumberValue(version);
        else
            writer.WriteNullValue();
        CanonicalJson.Write(writer, change.Data);
        if (change.Base is { } replaced)
            CanonicalJson.Write(writer, replaced);
        writer.WriteEndArray();
    }
}
