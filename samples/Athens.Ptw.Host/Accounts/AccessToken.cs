using System.Text.Json.Serialization;

namespace Athens.Ptw.Host.Accounts;

/// <summary>The answer to a sign-in, in the form of OAuth 2.</summary>
/// <param name="Value">The JWT.</param>
/// <param name="ExpiresIn">Seconds from now.</param>
public sealed record AccessToken(
    [property: JsonPropertyName("access_token")] string Value,
    [property: JsonPropertyName("token_type")] string Type,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);
