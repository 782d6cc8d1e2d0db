using System.Text.Json.Serialization;
using Athens.Sync;

namespace Athens.Ptw.App.Accounts;

/// <summary>Someone who signed in on this device.</summary>
/// <param name="Session">The name of the session at the host, which is no secret; null after signing out. The work stays.</param>
internal sealed record Account(string Username, string Role, string Project, string? Session)
{
    [JsonIgnore]
    public SyncUser User => new() { User = Username, Tenant = Project };
}
