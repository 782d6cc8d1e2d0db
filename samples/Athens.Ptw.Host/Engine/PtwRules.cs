using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Host.Permits;
using Athens.Ptw.Host.Rules;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Roles;
using Athens.Ptw.Signatures;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Engine;

/// <summary>What the engine asks of each change: first whether the user may, then whether it holds.</summary>
internal static class PtwRules
{
    public static SyncServerBuilder AddPtwRules(this SyncServerBuilder server) => server
        .AddTableRights<Permit>()
        .AddTableRights<IsolationPoint>()
        .AddTableRights<Closeout>()
        .AddTableRights<GasReading>()
        .AddTableRights<PermitPhoto>()
        .AddTableRights<Signature>()
        .AddRule<PermitRule>(EntityName.Permit)
        .AddRule<IsolationPointRule>(EntityName.IsolationPoint)
        .AddRule<GasReadingRule>(EntityName.GasReading)
        .AddRule<PhotoRule>(EntityName.PermitPhoto)
        .AddRule<SignatureRule>(EntityName.Signature)
        .AddCommand<PermitApproval>(EntityName.Permit, PermitStatus.Approved);
}
