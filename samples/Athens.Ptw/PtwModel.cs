using System.Linq.Expressions;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Roles;
using Athens.Ptw.Signatures;
using Athens.Sync;
using Athens.Sync.Modeling;

namespace Athens.Ptw;

/// <summary>What devices and server synchronize, described once for both.</summary>
public static class PtwModel
{
    /// <summary>What an approval is an approval of: it does not land on one of these that moved, and they do not move after it.</summary>
    private static readonly Expression<Func<Permit, object?>>[] Approved =
    [
        p => p.PpeRequirements, p => p.SafetyChecklist, p => p.ControlMeasures, p => p.PlannedStartTime, p => p.PlannedEndTime,
    ];

    public static SyncModel Instance { get; } = SyncModel.Create(PtwJson.Default, model => model
        .Entity<Permit>(EntityName.Permit, Describe)
        .Entity<IsolationPoint>(EntityName.IsolationPoint, Describe)
        .Entity<Closeout>(EntityName.Closeout, Describe)
        .Entity<GasReading>(EntityName.GasReading, Describe)
        .Entity<PermitPhoto>(EntityName.PermitPhoto, Describe)
        .Entity<Signature>(EntityName.Signature, Describe));

    private static void Describe(EntityBuilder<Permit> permit)
    {
        permit.Key(p => p.Id).Scope(p => p.ProjectId);
        permit.Field(p => p.Number).LeasedNumber(first: 1000, blockSize: 50);
        permit.Fields(p => p.Title, p => p.Description, p => p.Location, p => p.PermitType, p => p.ControlMeasures);
        permit.Fields(p => p.PlannedStartTime, p => p.PlannedEndTime, p => p.Priority);
        permit.Field(p => p.PpeRequirements).Merge(MergeStrategy.SetMerge);
        permit.Field(p => p.SafetyChecklist).Merge(MergeStrategy.TrueWins);
        permit.Field(p => p.CreatedBy).ServerOwned();
        permit.Field(p => p.ApprovedBy).ServerOwned();
        permit.Field(p => p.ApprovedAt).ServerOwned();
        FieldBuilder<Permit> status = permit.Field(p => p.Status)
            .StateMachine(StateMachine.Create(PermitStatus.Draft, PermitStatus.Transitions))
            .Requires(PermitStatus.Approved, Approved)
            .Requires(PermitStatus.Active, Approved);
        foreach (string state in PermitStatus.ApprovedAndLater)
            status.Freeze(state, Approved);
    }

    private static void Describe(EntityBuilder<IsolationPoint> point)
    {
        point.Key(p => p.Id).Parent(EntityName.Permit, p => p.PermitId);
        point.Fields(p => p.Name);
        point.Field(p => p.Status).StateMachine(StateMachine.Create(IsolationStatus.Assigned, IsolationStatus.Transitions));
        point.Field(p => p.LockIds).Merge(MergeStrategy.SetMerge);
        point.Field(p => p.VerifiedBy).ServerOwned();
    }

    private static void Describe(EntityBuilder<Closeout> closeout)
    {
        closeout.Key(c => c.Id).Parent(EntityName.Permit, c => c.PermitId);
        closeout.Field(c => c.Checklist).Merge(MergeStrategy.TrueWins);
        closeout.Fields(c => c.Remarks);
    }

    private static void Describe(EntityBuilder<GasReading> reading)
    {
        reading.Key(r => r.Id).Parent(EntityName.Permit, r => r.PermitId).AppendOnly();
        reading.Fields(r => r.Gas, r => r.Value, r => r.Unit, r => r.Instrument, r => r.TakenAt);
        reading.Field(r => r.TakenBy).ServerOwned();
    }

    private static void Describe(EntityBuilder<PermitPhoto> photo)
    {
        photo.Key(p => p.Id).Parent(EntityName.Permit, p => p.PermitId).AppendOnly();
        photo.Fields(p => p.PhotoType, p => p.Description, p => p.TakenAt);
    }

    private static void Describe(EntityBuilder<Signature> signature)
    {
        signature.Key(s => s.Id).Parent(EntityName.Permit, s => s.PermitId).AppendOnly();
        signature.Fields(s => s.Role, s => s.SignerName, s => s.SignedAt, s => s.Image);
        signature.Field(s => s.SignedBy).ServerOwned();
    }
}
