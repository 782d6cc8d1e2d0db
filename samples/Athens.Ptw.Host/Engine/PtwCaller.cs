using System.Security.Claims;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Roles;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Engine;

/// <summary>Tells the engine who sends a request, and what that user may see: their own project.</summary>
internal static class PtwCaller
{
    public static SyncCaller Of(ClaimsPrincipal principal)
    {
        Actor actor = Actor.Of(principal);
        return new SyncCaller { User = actor.Username, Scopes = [actor.ProjectId], Rights = actor.Role, Principal = principal };
    }
}
