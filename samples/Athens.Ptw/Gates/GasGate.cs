using System.Globalization;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Gas;

namespace Athens.Ptw.Gates;

/// <summary>The latest reading of each gas that the type names is within its limits. Pure.</summary>
internal static class GasGate
{
    public static IEnumerable<Blocker> Blockers(PermitType type, IReadOnlyList<GasReading> readings) =>
        type.GasLimits.SelectMany(limit => Blockers(limit, Latest(limit, readings)));

    private static IEnumerable<Blocker> Blockers(GasLimit limit, List<GasReading> latest) =>
        latest.Count == 0
            ? [new Blocker("gas_untested", "gas_reading", $"There is no reading of {limit.Name} ('{limit.Gas}').")]
            : latest.Select(reading => Judge(limit, reading)).OfType<Blocker>();

    /// <summary>Several readings may bear the latest time: then all of them must be safe.</summary>
    private static List<GasReading> Latest(GasLimit limit, IReadOnlyList<GasReading> readings)
    {
        List<GasReading> ofGas = [.. readings.Where(reading => Same(reading.Gas, limit.Gas))];
        return ofGas.Count == 0 ? [] : ofGas.FindAll(reading => reading.TakenAt == ofGas.Max(other => other.TakenAt));
    }

    private static Blocker? Judge(GasLimit limit, GasReading reading)
    {
        string value = string.Create(CultureInfo.InvariantCulture, $"{reading.Value} {reading.Unit}");
        if (!Same(reading.Unit, limit.Unit))
            return new Blocker("gas_unit", "gas_reading", $"The latest reading of {limit.Name} is {value}: its limits are in {limit.Unit}.");
        if (!limit.IsSafe(reading.Value))
            return new Blocker("gas_unsafe", "gas_reading", $"The latest reading of {limit.Name} is {value}: safe is {limit.Describe()}.");
        return null;
    }

    private static bool Same(string one, string other) =>
        string.Equals(one.Trim(), other, StringComparison.OrdinalIgnoreCase);
}
