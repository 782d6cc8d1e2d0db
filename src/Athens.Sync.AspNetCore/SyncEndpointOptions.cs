using Athens.Sync.Server;
using Microsoft.AspNetCore.Http;

namespace Athens.Sync.AspNetCore;

/// <summary>How the endpoints tell who calls, and what they answer when the server cannot serve.</summary>
public sealed class SyncEndpointOptions
{
    /// <summary>
    /// Makes the caller of a request, once for each; null when the request does not say who that is, which is answered
    /// with 403. Unless set, the caller is made from the claims of the signed-in user.
    /// </summary>
    public Func<HttpContext, ValueTask<SyncCaller?>>? Caller { get; set; }

    /// <summary>The claim that holds a scope which the user may see, one claim for each scope; the first is the user's own. Used unless <see cref="Caller"/> is set.</summary>
    public string ScopeClaim { get; set; } = "sync_scope";

    /// <summary>The claim that holds the user's tenant. Used unless <see cref="Caller"/> is set.</summary>
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>
    /// How many requests of one user are taken, from all devices together: 6,000 a minute unless set. One more is answered 429 with
    /// <c>Retry-After</c>, before its body is read. Each mapping counts by itself, and each process.
    /// </summary>
    public SyncRate UserRate { get; set; } = new(6_000, TimeSpan.FromMinutes(1));

    /// <summary>How many requests of one device of a user are taken: 3,000 a minute unless set. A pull counts where it names its device.</summary>
    public SyncRate DeviceRate { get; set; } = new(3_000, TimeSpan.FromMinutes(1));

    /// <summary>How long a device is asked to wait when the database is busy. 5 seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether answers that hold several entities are sent with gzip to clients that take it. True unless set. Over TLS the length of
    /// a compressed answer tells a little of its content to who can watch the network and also write into what the user reads; a host
    /// for which that matters more than bytes sets this to false.
    /// </summary>
    public bool CompressAnswers { get; set; } = true;
}
