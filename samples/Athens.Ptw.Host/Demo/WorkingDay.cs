using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Sync;

namespace Athens.Ptw.Host.Demo;

/// <summary>
/// The day: a tank is to be entered and inspected. Rita, the requester, carries the tablet, mostly where there is no
/// network; Adam runs the control room. An isolator, a verifier and an approver work on the server by plain HTTP.
/// </summary>
internal sealed class WorkingDay(DemoServer server, DemoDevice tablet, DemoDevice desk, DemoClock clock, DemoStory story)
{
    private const string Rita = "Rita, tablet";
    private const string Adam = "Adam, control room";

    private readonly PermitType type = server.Services.GetRequiredService<PermitCatalogue>().Find("confined_space")!;
    private readonly DemoColleagues colleagues = new(server);
    private string permit = "";
    private string point = "";
    private string closeout = "";

    public async Task PlayAsync()
    {
        story.Begin("One working day at tank 4");
        await SignInAsync();
        await CreateOfflineAsync();
        await LoseAnAnswerAsync();
        await EditOnBothAsync();
        await LockAsync();
        await DisagreeAsync();
        await MoveTooLateAsync();
        await ApproveAsync();
        await SuspendAsync();
        await CloseOutAsync();
        await GoHomeAsync();
    }

    private async Task SignInAsync()
    {
        story.Chapter("Both devices sign in");
        story.Tell(Rita, "syncs", Outcome(await tablet.SyncAsync()));
        story.Tell(Adam, "syncs", Outcome(await desk.SyncAsync()));
    }

    private async Task CreateOfflineAsync()
    {
        clock.MoveTo(7, 5);
        story.Chapter("In the tank farm there is no network");
        tablet.Link.IsUp = false;
        Permit draft = Draft();
        await tablet.Set<Permit>().SaveAsync(draft);
        permit = draft.Id;
        story.Tell(Rita, $"writes a permit: '{draft.Title}'", $"saved on the tablet, as number {draft.Number}");
        await tablet.EditAsync<Permit>(permit, p => p.Description += ", from inside");
        story.Tell(Rita, "completes its description", "saved on the tablet");
        await tablet.Set<PermitPhoto>().SaveAsync(new PermitPhoto { PermitId = permit, PhotoType = PhotoType.Before, Description = "The manway, closed", TakenAt = clock.GetUtcNow() });
        story.Tell(Rita, "takes a photo of the manway", "saved on the tablet");
        story.Tell(Rita, "syncs", await OfflineOutcomeAsync(tablet));
    }

    private async Task LoseAnAnswerAsync()
    {
        clock.MoveTo(7, 40);
        story.Chapter("At the gate the network comes and goes");
        tablet.Link.IsUp = true;
        tablet.Link.LoseNextAnswer();
        await tablet.SyncAsync();
        story.Tell(Rita, "syncs, and the answer is lost", $"the server has the changes; the tablet cannot know, and keeps {await tablet.WaitingAsync()}");
        SyncReport report = await tablet.SyncAsync();
        story.Tell(Rita, "syncs again", $"{Outcome(report)}: the server knew each by its id, and took none in twice");
        story.Tell(Adam, "syncs", Outcome(await desk.SyncAsync()));
    }

    private async Task EditOnBothAsync()
    {
        clock.MoveTo(8, 10);
        story.Chapter("Two people work on one permit");
        (tablet.Link.IsUp, desk.Link.IsUp) = (false, false);
        await tablet.EditAsync<Permit>(permit, p =>
        {
            p.PpeRequirements.AddRange(type.MandatoryPpe.Take(4));
            Tick(p.SafetyChecklist, type.Checklist.Take(4));
        });
        story.Tell(Rita, "ticks four of the checklist, and lists the PPE at hand", "saved on the tablet");
        await desk.EditAsync<Permit>(permit, p =>
        {
            p.PpeRequirements.AddRange(type.MandatoryPpe.Skip(3));
            Tick(p.SafetyChecklist, type.Checklist.Skip(3));
            p.ControlMeasures = type.ControlMeasures[0];
        });
        story.Tell(Adam, "ticks the others, adds the rescue gear and a control measure", "saved in the control room");
        (tablet.Link.IsUp, desk.Link.IsUp) = (true, true);
        story.Tell(Adam, "syncs", Outcome(await desk.SyncAsync()));
        story.Tell(Rita, "syncs", Outcome(await tablet.SyncAsync()));
        Permit merged = (await tablet.Set<Permit>().GetAsync(permit))!;
        story.Tell(Rita, "looks at the permit", $"{merged.PpeRequirements.Count} kinds of PPE and {merged.SafetyChecklist.Count} ticks: nobody's were lost");
    }

    private async Task LockAsync()
    {
        clock.MoveTo(8, 40);
        story.Chapter("The inlet valve is locked out");
        var valve = new IsolationPoint { PermitId = permit, Name = "V-1204 inlet valve" };
        await desk.Set<IsolationPoint>().SaveAsync(valve);
        point = valve.Id;
        await desk.SyncAsync();
        story.Tell(Adam, "assigns the isolation point V-1204", "on the server");
        desk.Link.IsUp = false;
        await desk.EditAsync<IsolationPoint>(point, p => p.LockIds.Add("L-22"));
        story.Tell(Adam, "hangs lock L-22, without a network", await OfflineOutcomeAsync(desk));
        await colleagues.PatchPointAsync(DemoColleagues.Isolator, point, new { lock_ids = new[] { "L-17" }, status = IsolationStatus.Isolated });
        story.Tell("the isolator", "shuts the valve, and hangs lock L-17", "on the server");
        desk.Link.IsUp = true;
        SyncReport report = await desk.SyncAsync();
        IsolationPoint locked = (await desk.Set<IsolationPoint>().GetAsync(point))!;
        story.Tell(Adam, "syncs", $"{Outcome(report)}: the valve is {locked.Status}, its locks are {string.Join(" and ", locked.LockIds)}");
        await colleagues.PatchPointAsync(DemoColleagues.Verifier, point, new { status = IsolationStatus.Verified });
        story.Tell("the verifier", "tries the valve", "verified");
    }

    private async Task DisagreeAsync()
    {
        clock.MoveTo(9, 10);
        story.Chapter("Two people write the same field");
        tablet.Link.IsUp = false;
        await tablet.EditAsync<Permit>(permit, p => p.Title = "Enter tank 4 and inspect the floor");
        story.Tell(Rita, "gives the permit a better title", "saved on the tablet");
        await desk.EditAsync<Permit>(permit, p => p.Title = "Tank 4: floor inspection");
        story.Tell(Adam, "does so too, and syncs", Outcome(await desk.SyncAsync()));
        tablet.Link.IsUp = true;
        story.Tell(Rita, "syncs", Outcome(await tablet.SyncAsync()));
        await DecideAsync(Resolution.KeepMine, "keeps hers");
    }

    private async Task MoveTooLateAsync()
    {
        clock.MoveTo(9, 40);
        story.Chapter("A move that comes too late");
        await desk.SyncAsync();
        tablet.Link.IsUp = false;
        await tablet.EditAsync<Permit>(permit, p => p.Status = PermitStatus.Cancelled);
        story.Tell(Rita, "cancels the permit: it rains", "saved on the tablet");
        await desk.EditAsync<Permit>(permit, p => p.Status = PermitStatus.Submitted);
        await desk.SyncAsync();
        await desk.EditAsync<Permit>(permit, p => p.Status = PermitStatus.UnderReview);
        story.Tell(Adam, "submits it meanwhile, and takes it into review", Outcome(await desk.SyncAsync()));
        tablet.Link.IsUp = true;
        story.Tell(Rita, "syncs", Outcome(await tablet.SyncAsync()));
        await DecideAsync(Resolution.UseServer, "leaves it in review: the rain is over");
    }

    private async Task ApproveAsync()
    {
        clock.MoveTo(10, 15);
        story.Chapter("The air is tested, and the permit approved");
        tablet.Link.IsUp = false;
        foreach (GasLimit limit in type.GasLimits)
            await tablet.Set<GasReading>().SaveAsync(Reading(limit));
        story.Tell(Rita, $"tests the air for {type.GasLimits.Count} gases, at the manway", await OfflineOutcomeAsync(tablet));
        tablet.Link.IsUp = true;
        story.Tell(Rita, "syncs at the gate", Outcome(await tablet.SyncAsync()));
        await colleagues.PatchPermitAsync(DemoColleagues.Approver, permit, new { status = PermitStatus.Approved });
        await colleagues.PatchPermitAsync(DemoColleagues.Approver, permit, new { status = PermitStatus.Active });
        story.Tell("the approver", "approves and activates the permit", "PPE, checklist, gas and isolation were all in order");
        story.Tell(Rita, "syncs", $"{Outcome(await tablet.SyncAsync())}; the permit is {await StatusAsync(tablet)}");
    }

    private async Task SuspendAsync()
    {
        clock.MoveTo(13, 0);
        story.Chapter("A gas alarm");
        await colleagues.PatchPermitAsync(DemoColleagues.Approver, permit, new { status = PermitStatus.Suspended });
        story.Tell("the approver", "suspends the permit", "on the server");
        story.Tell(Rita, "syncs", $"{Outcome(await tablet.SyncAsync())}; the permit is {await StatusAsync(tablet)}");
        await colleagues.PatchPermitAsync(DemoColleagues.Approver, permit, new { status = PermitStatus.Active });
        story.Tell("the approver", "lets the work go on, half an hour later", "on the server");
    }

    private async Task CloseOutAsync()
    {
        clock.MoveTo(16, 10);
        story.Chapter("The work is done");
        var record = new Closeout { PermitId = permit, Remarks = "Floor sound, no repair needed" };
        Tick(record.Checklist, type.CloseoutChecklist.Take(1));
        await tablet.Set<Closeout>().SaveAsync(record);
        closeout = record.Id;
        story.Tell(Rita, "begins the closeout, and syncs", Outcome(await tablet.SyncAsync()));
        await desk.SyncAsync();
        await tablet.EditAsync<Closeout>(closeout, c => Tick(c.Checklist, type.CloseoutChecklist.Take(3)));
        await desk.EditAsync<Closeout>(closeout, c => Tick(c.Checklist, type.CloseoutChecklist.Skip(2)));
        story.Tell(Adam, "ticks what he can see from the control room, and syncs", Outcome(await desk.SyncAsync()));
        story.Tell(Rita, "ticks what she can see at the tank, and syncs", Outcome(await tablet.SyncAsync()));
        await colleagues.PatchPointAsync(DemoColleagues.Isolator, point, new { status = IsolationStatus.Deisolated });
        await colleagues.PatchPermitAsync(DemoColleagues.Approver, permit, new { status = PermitStatus.Completed });
        story.Tell("the approver", "completes the permit, once the valve is de-isolated", "on the server");
    }

    private async Task GoHomeAsync()
    {
        clock.MoveTo(17, 0);
        story.Chapter("Both go home");
        story.Tell(Adam, "syncs", Outcome(await desk.SyncAsync()));
        story.Tell(Rita, "syncs", $"{Outcome(await tablet.SyncAsync())}; the permit is {await StatusAsync(tablet)}");
    }

    /// <summary>Rita looks at what the tablet could not decide, and decides.</summary>
    private async Task DecideAsync(Resolution resolution, string what)
    {
        await foreach (SyncConflict conflict in tablet.Engine.Conflicts.ListAsync())
        {
            story.Show(conflict);
            await conflict.ResolveAsync(resolution);
        }

        story.Tell(Rita, what, Outcome(await tablet.SyncAsync()));
    }

    private async Task<string> StatusAsync(DemoDevice device) => (await device.Set<Permit>().GetAsync(permit))!.Status;

    /// <summary>Tries to sync where there is no network, and tells how much waits.</summary>
    private static async Task<string> OfflineOutcomeAsync(DemoDevice device)
    {
        SyncReport report = await device.SyncAsync();
        return $"{(report.IsComplete ? "done" : "no network")}: {Changes(await device.WaitingAsync())} on the device";
    }

    private static string Changes(int count) => count == 1 ? "1 change waits" : $"{count} changes wait";

    private static string Outcome(SyncReport report)
    {
        if (report.Failure is { } failure)
            return failure.Message;
        (int Count, string What)[] parts =
        [
            (report.Applied, "applied"), (report.Merged, "merged"), (report.Conflicts, "to decide"), (report.Rejected, "refused"), (report.Pulled, "received"),
        ];
        string text = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.What}"));
        return text.Length > 0 ? text : "nothing new";
    }

    private Permit Draft() => new()
    {
        Title = "Tank 4 inspection",
        Description = "Look at the floor of tank 4",
        Location = "Tank farm, tank 4",
        PermitType = type.Code,
        PlannedStartTime = clock.GetUtcNow().AddHours(3),
        PlannedEndTime = clock.GetUtcNow().AddHours(10),
    };

    private GasReading Reading(GasLimit limit) => new()
    {
        PermitId = permit,
        Gas = limit.Gas,
        Value = limit.AtLeast is null ? 0 : 20.9m,
        Unit = limit.Unit,
        Instrument = "GD-7",
        TakenAt = clock.GetUtcNow(),
    };

    private static void Tick(Dictionary<string, JsonElement> checklist, IEnumerable<ChecklistItem> items)
    {
        foreach (ChecklistItem item in items)
            checklist[item.Key] = JsonSerializer.SerializeToElement(true);
    }
}
