using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using static Athens.Ptw.Roles.Role;

namespace Athens.Ptw.Roles;

/// <summary>Who may do what within a project. Whether a move is legal at all is asked before, and is not in here.</summary>
public static class RightsTable
{
    public static IReadOnlyList<OperationRight> Operations { get; } =
    [
        new(EntityName.Permit, Operation.Create, Requester),
        new(EntityName.Permit, Operation.Update, Requester),
        new(EntityName.IsolationPoint, Operation.Create, Isolator),
        new(EntityName.IsolationPoint, Operation.Update, Isolator),
        new(EntityName.Closeout, Operation.Create, Requester),
        new(EntityName.Closeout, Operation.Update, Requester),
        new(EntityName.GasReading, Operation.Append, Requester, Verifier, Isolator),
        new(EntityName.PermitPhoto, Operation.Append, Requester),
        new(EntityName.Signature, Operation.Append, Requester, Isolator, Verifier, Approver),
    ];

    public static IReadOnlyList<MoveRight> Moves { get; } =
    [
        new(EntityName.Permit, PermitStatus.Draft, PermitStatus.Submitted, Requester),
        new(EntityName.Permit, PermitStatus.Draft, PermitStatus.Cancelled, Requester),
        new(EntityName.Permit, PermitStatus.Submitted, PermitStatus.UnderReview, Verifier),
        new(EntityName.Permit, PermitStatus.Submitted, PermitStatus.Rejected, Approver),
        new(EntityName.Permit, PermitStatus.Submitted, PermitStatus.Draft, Requester),
        new(EntityName.Permit, PermitStatus.UnderReview, PermitStatus.Approved, Approver),
        new(EntityName.Permit, PermitStatus.UnderReview, PermitStatus.Rejected, Approver),
        new(EntityName.Permit, PermitStatus.UnderReview, PermitStatus.Submitted, Verifier),
        new(EntityName.Permit, PermitStatus.Approved, PermitStatus.Active, Approver),
        new(EntityName.Permit, PermitStatus.Approved, PermitStatus.Cancelled, Requester, Approver),
        new(EntityName.Permit, PermitStatus.Active, PermitStatus.Completed, Approver),
        new(EntityName.Permit, PermitStatus.Active, PermitStatus.Suspended, Approver),
        new(EntityName.Permit, PermitStatus.Active, PermitStatus.Expired, Role.System),
        new(EntityName.Permit, PermitStatus.Suspended, PermitStatus.Active, Approver),
        new(EntityName.Permit, PermitStatus.Suspended, PermitStatus.Cancelled, Requester, Approver),
        new(EntityName.Permit, PermitStatus.Rejected, PermitStatus.Draft, Requester),
        new(EntityName.IsolationPoint, IsolationStatus.Assigned, IsolationStatus.Isolated, Isolator),
        new(EntityName.IsolationPoint, IsolationStatus.Isolated, IsolationStatus.Verified, Verifier),
        new(EntityName.IsolationPoint, IsolationStatus.Verified, IsolationStatus.Deisolated, Isolator),
    ];

    /// <summary>What not everybody may set who may create or update.</summary>
    public static IReadOnlyList<FieldRight> Fields { get; } =
    [
        new(EntityName.Permit, nameof(Permit.Priority), PermitPriority.Emergency),
    ];

    /// <summary>Whether the role may do this to such an entity. What the table does not list, only an admin may.</summary>
    public static bool Allows(string role, string entity, string operation) =>
        role == Admin
        || Operations.Any(right => right.Entity == entity && right.Operation == operation && right.Roles.Contains(role));

    /// <summary>Whether the role may move the status of such an entity so.</summary>
    public static bool AllowsMove(string role, string entity, string from, string to) =>
        role == Admin
        || Moves.Any(right => right.Entity == entity && right.From == from && right.To == to && right.Roles.Contains(role));

    /// <summary>Whether the role may set such a field to the value, or away from it.</summary>
    public static bool AllowsValue(string role, string entity, string property, string? value) =>
        role == Admin
        || !Fields.Any(right => right.Entity == entity && right.Property == property && right.Value == value && !right.Roles.Contains(role));
}
