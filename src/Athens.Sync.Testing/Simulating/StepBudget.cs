using Athens.Sync.Testing.Simulating.Checks;

namespace Athens.Sync.Testing.Simulating;

/// <summary>How many calls of stores and network one step of a day may make: what goes round for ever is a finding, and no hang.</summary>
internal sealed class StepBudget
{
    private const int CallsMax = 20_000;

    private int calls;

    /// <summary>Begins a step.</summary>
    public void Begin() => calls = 0;

    /// <summary>Counts a call.</summary>
    /// <exception cref="CheckFailedException">The step does not end.</exception>
    public void Take() => Evidence.Require(++calls <= CallsMax, $"A step is not at rest within {CallsMax} calls of its stores and its network.");
}
