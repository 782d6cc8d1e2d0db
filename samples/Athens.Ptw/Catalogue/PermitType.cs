namespace Athens.Ptw.Catalogue;

/// <summary>What a kind of work needs before, during and after it.</summary>
public sealed record PermitType
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>One of <see cref="Catalogue.RiskLevel.All"/>.</summary>
    public required string RiskLevel { get; init; }

    /// <summary>Codes of the catalogue's protective equipment that nobody may leave out.</summary>
    public required IReadOnlyList<string> MandatoryPpe { get; init; }

    /// <summary>What must be done before the permit is approved.</summary>
    public required IReadOnlyList<ChecklistItem> Checklist { get; init; }

    /// <summary>Controls to suggest to the requester; none of them is imposed.</summary>
    public required IReadOnlyList<string> ControlMeasures { get; init; }

    public required bool RequiresGasTest { get; init; }

    /// <summary>The gases to be tested and their safe limits; empty where no test is required.</summary>
    public required IReadOnlyList<GasLimit> GasLimits { get; init; }

    public required bool RequiresIsolation { get; init; }

    /// <summary>How long one permit of this type is meant to run, for the device to warn by.</summary>
    public required int MaxDurationHours { get; init; }

    /// <summary>What must be done before the permit is completed.</summary>
    public required IReadOnlyList<ChecklistItem> CloseoutChecklist { get; init; }
}
