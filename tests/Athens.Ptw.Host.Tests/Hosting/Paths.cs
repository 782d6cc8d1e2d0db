namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>Where the host answers.</summary>
internal static class Paths
{
    public const string Permits = "/api/v1/ptw/permits/";
    public const string Points = "/api/v1/ptw/isolation-points/";
    public const string Closeouts = "/api/v1/ptw/closeouts/";
    public const string GasReadings = "/api/v1/ptw/gas-readings/";
    public const string Photos = "/api/v1/ptw/permit-photos/";
    public const string Signatures = "/api/v1/ptw/signatures/";
    public const string OlderWire = "/api/v1/ptw/sync-offline-data/";
    public const string Push = "/sync/push";
    public const string Pull = "/sync/pull";
}
