namespace Athens.Sync.Testing.Simulating;

/// <summary>Which faults a day has, and how often: a day of one kind only finds what a day of all kinds hides.</summary>
internal sealed class FaultPlan
{
    private readonly Random random;
    private readonly Dictionary<SimulatedFaults, int> perMille = [];

    public FaultPlan(SimulatedFaults allowed, int most, Random random)
    {
        this.random = random;
        foreach (SimulatedFaults fault in Enum.GetValues<SimulatedFaults>().Where(f => f is not SimulatedFaults.None and not SimulatedFaults.All))
        {
            int chance = random.Next(4) switch { 0 => most, 1 => most / 5, _ => 0 };
            perMille[fault] = (allowed & fault) != 0 ? chance : 0;
        }
    }

    /// <summary>True while faults are made at all.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How many were made.</summary>
    public long Made { get; private set; }

    /// <summary>True when the fault is to happen now.</summary>
    public bool Happens(SimulatedFaults fault)
    {
        if (!IsOn || perMille.GetValueOrDefault(fault) == 0 || random.Next(1000) >= perMille.GetValueOrDefault(fault))
            return false;
        Made++;
        return true;
    }
}
