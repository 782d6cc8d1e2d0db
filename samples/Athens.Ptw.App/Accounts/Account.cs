using System.Text.Json.Serialization;
using Athens.Sync;

namespace Athens.Ptw.App.Accounts;

/// <summary>Someone who signed in on this device, with the token of the last time. The token is gone after signing out; the work is not.</summary>
internal sealed record Account(string Username, string Role, string Project, string? Token, DateTimeOffset ExpiresAt)
{
    [JsonIgnore]
    public SyncUser User => new() { User = Username, Tenant = Project };

    public bool IsSignedIn(DateTimeOffset now) => Token is not null && now < ExpiresAt;
}
