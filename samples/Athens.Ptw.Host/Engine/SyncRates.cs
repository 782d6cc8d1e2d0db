using System.Globalization;
using Athens.Ptw.Host.Startup;
using Athens.Sync.AspNetCore;

namespace Athens.Ptw.Host.Engine;

/// <summary>How many requests a user may make: <c>Ptw:RequestsPerMinute</c>. One device may make half of them.</summary>
internal sealed record SyncRates(SyncRate User, SyncRate Device)
{
    private const int Default = 6_000;
    private const int Max = 1_000_000;

    /// <exception cref="PtwStartException">It is no number from 2 to 1,000,000.</exception>
    public static SyncRates From(IConfiguration configuration)
    {
        string? configured = configuration["Ptw:RequestsPerMinute"];
        int perMinute = Default;
        if (configured is not null && (!int.TryParse(configured, NumberStyles.None, CultureInfo.InvariantCulture, out perMinute) || perMinute is < 2 or > Max))
            throw new PtwStartException($"Ptw:RequestsPerMinute is '{configured}': it is a number from 2 to {Max}.");
        return new SyncRates(new SyncRate(perMinute, TimeSpan.FromMinutes(1)), new SyncRate(perMinute / 2, TimeSpan.FromMinutes(1)));
    }
}
