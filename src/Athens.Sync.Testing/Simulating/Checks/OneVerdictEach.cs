using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>Every change that is sent gets exactly one verdict.</summary>
internal static class OneVerdictEach
{
    public static void Check(Evidence evidence)
    {
        foreach ((string _, PushRequest request, PushResponse response) in evidence.Server.Answered)
        {
            IEnumerable<string> sent = request.Changes.Select(c => $"{c.Entity}:{c.OfflineId}").Order(StringComparer.Ordinal);
            IEnumerable<string> answered = response.Applied.Cast<Outcome>().Concat(response.Conflicts).Concat(response.Rejected)
                .Select(o => $"{o.Entity}:{o.OfflineId}").Order(StringComparer.Ordinal);
            Evidence.Require(sent.SequenceEqual(answered, StringComparer.Ordinal), "A change was answered not once.");
        }
    }
}
