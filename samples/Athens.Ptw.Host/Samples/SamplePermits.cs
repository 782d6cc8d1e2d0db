using Athens.Ptw.Catalogue;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Roles;

namespace Athens.Ptw.Host.Samples;

/// <summary>A few permits in several states, for a visitor to look at.</summary>
internal sealed class SamplePermits(SampleCrew crew, PermitCatalogue catalogue, DateTimeOffset now)
{
    public async Task WriteAsync()
    {
        await PermitAsync("hot_work", "Weld the bracket on line 12", "Pipe rack 3, level 2");
        await SubmittedAsync("work_at_height", "Replace the lamps of the flare platform", "Flare stack");
        await ConfinedSpaceAsync();
        await ActiveAsync("cold_work", "Change the seals of pump P-301", "Pump house 1");
        await CompletedAsync("lifting", "Lift the spare exchanger into store", "Laydown yard");
    }

    private Task<string> PermitAsync(string code, string title, string location)
    {
        PermitType type = catalogue.Find(code)!;
        return crew.CreateAsync(Role.Requester, EntityName.Permit, new
        {
            Title = title,
            type.Description,
            Location = location,
            PermitType = code,
            ControlMeasures = string.Join("; ", type.ControlMeasures),
            PpeRequirements = type.MandatoryPpe,
            SafetyChecklist = type.Checklist.ToDictionary(item => item.Key, _ => true),
            PlannedStartTime = now,
            PlannedEndTime = now.AddHours(type.MaxDurationHours),
        });
    }

    private async Task<string> SubmittedAsync(string code, string title, string location)
    {
        string permit = await PermitAsync(code, title, location);
        await crew.MovePermitAsync(permit, (Role.Requester, PermitStatus.Submitted));
        return permit;
    }

    private async Task<string> ActiveAsync(string code, string title, string location)
    {
        string permit = await SubmittedAsync(code, title, location);
        await crew.MovePermitAsync(permit, (Role.Verifier, PermitStatus.UnderReview), (Role.Approver, PermitStatus.Approved), (Role.Approver, PermitStatus.Active));
        return permit;
    }

    private async Task CompletedAsync(string code, string title, string location)
    {
        string permit = await ActiveAsync(code, title, location);
        await crew.CreateAsync(Role.Requester, EntityName.Closeout, new
        {
            PermitId = permit,
            Checklist = catalogue.Find(code)!.CloseoutChecklist.ToDictionary(item => item.Key, _ => true),
            Remarks = "Handed back clean",
        });
        await crew.MovePermitAsync(permit, (Role.Approver, PermitStatus.Completed));
    }

    /// <summary>Under review, with one gas still untested and one of two points not verified: the gate has something to say.</summary>
    private async Task ConfinedSpaceAsync()
    {
        string permit = await SubmittedAsync("confined_space", "Inspect the floor of tank 4", "Tank farm, tank 4");
        await crew.MovePermitAsync(permit, (Role.Verifier, PermitStatus.UnderReview));
        await crew.CreateAsync(Role.Requester, EntityName.GasReading, new { PermitId = permit, Gas = "o2", Value = 20.9m, Unit = "%", Instrument = "GD-7", TakenAt = now });
        string inlet = await crew.CreateAsync(Role.Isolator, EntityName.IsolationPoint, new { PermitId = permit, Name = "V-1204 inlet valve", LockIds = new[] { "L-17" } });
        await crew.MoveAsync(Role.Isolator, EntityName.IsolationPoint, inlet, IsolationStatus.Isolated);
        await crew.MoveAsync(Role.Verifier, EntityName.IsolationPoint, inlet, IsolationStatus.Verified);
        await crew.CreateAsync(Role.Isolator, EntityName.IsolationPoint, new { PermitId = permit, Name = "M-4 mixer breaker" });
    }
}
