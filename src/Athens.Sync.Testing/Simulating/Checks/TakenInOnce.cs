using Athens.Sync.Server;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>
/// No change is taken in twice, however often it is sent, and under however many names: it is told by what it says and when it was
/// made. A device that was put back may send once more under its new id what its former life had acknowledged (see the guarantees).
/// </summary>
internal static class TakenInOnce
{
    public static void Check(Evidence evidence)
    {
        var seen = new HashSet<(string, string, string)>();
        foreach ((IdempotencyKey key, Change change, _) in evidence.Server.TakenIn)
        {
            string device = evidence.IsOneLifeEach ? "" : key.Device;
            Evidence.Require(seen.Add((key.User, device, Evidence.Text(change))), $"The change {key.OfflineId} of {change.Entity}/{change.ServerId} was taken in twice.");
        }
    }
}
