using Athens.Ptw.Gates;

namespace Athens.Ptw.Gas;

/// <summary>What holds for every reading: without these it tells nothing. Pure.</summary>
public static class GasReadingRules
{
    public static IReadOnlyList<Blocker> Violations(GasReading reading) => [.. Check(reading)];

    private static IEnumerable<Blocker> Check(GasReading reading)
    {
        if (string.IsNullOrWhiteSpace(reading.Gas))
            yield return new Blocker("required", "gas", "A reading names the gas.");
        if (string.IsNullOrWhiteSpace(reading.Unit))
            yield return new Blocker("required", "unit", "A reading names its unit.");
        if (reading.TakenAt == default)
            yield return new Blocker("required", "taken_at", "A reading tells when it was taken.");
    }
}
