using Athens.Sync.Modeling;

namespace Athens.Sync.EndToEnd.Permits;

/// <summary>Permits as an app would declare them: some fields merge, one moves by a state machine, the rest need a person.</summary>
public static class PermitModel
{
    public const string Type = "permit";

    public static SyncModel Sync { get; } = SyncModel.Create(m => m.Entity<Permit>(Type, e =>
    {
        e.Key(p => p.Id).Scope(p => p.ProjectId);
        e.Fields(p => p.Title, p => p.Description, p => p.Location, p => p.PermitType, p => p.ControlMeasures, p => p.PlannedStartTime, p => p.PlannedEndTime, p => p.Priority);
        e.Field(p => p.PpeRequirements).Merge(MergeStrategy.SetMerge);
        e.Field(p => p.SafetyChecklist).Merge(MergeStrategy.TrueWins);
        e.Field(p => p.Status).StateMachine(StateMachine.Create("draft", new Dictionary<string, string[]>
        {
            ["draft"] = ["submitted"],
            ["submitted"] = ["approved", "draft"],
            ["approved"] = [],
        }));
    }));
}
