using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Ptw.Roles;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Flow;

/// <summary>The people of the north project, each by plain HTTP, and how far they take a permit.</summary>
internal sealed class Site : IDisposable
{
    private static readonly PermitType ConfinedSpace = CatalogueFile.Default.Find("confined_space")!;

    private readonly Dictionary<string, HttpClient> people = [];

    public HttpClient Requester => people["requester"];

    public HttpClient Isolator => people["isolator"];

    public HttpClient Verifier => people["verifier"];

    public HttpClient Approver => people["approver"];

    public HttpClient Admin => people["admin"];

    public HttpClient this[string role] => people[role];

    public static async Task<Site> OpenAsync(PtwServer server)
    {
        var site = new Site();
        foreach (string role in Role.OfUsers)
            site.people[role] = await server.ClientOfAsync($"{role}-north");
        return site;
    }

    /// <summary>A draft of a type that needs PPE, a checklist, a gas test and isolation; with the first two in order where it is to be ready.</summary>
    public async Task<string> DraftAsync(bool isReady = true)
    {
        Dictionary<string, object?> draft = new(Draft("Enter tank 4")) { ["permit_type"] = ConfinedSpace.Code };
        if (isReady)
        {
            draft["ppe_requirements"] = ConfinedSpace.MandatoryPpe;
            draft["safety_checklist"] = ConfinedSpace.Checklist.ToDictionary(item => item.Key, _ => true);
        }

        return (await Requester.AddAsync(Paths.Permits, draft)).Text("id");
    }

    public Task<JsonElement> MoveAsync(string role, string permit, string status) => people[role].EditAsync(Paths.Permits + permit, new { status });

    public async Task<string> UnderReviewAsync(bool isReady = true)
    {
        string permit = await DraftAsync(isReady);
        await MoveAsync("requester", permit, "submitted");
        await MoveAsync("verifier", permit, "under_review");
        return permit;
    }

    public async Task<string> ActiveAsync()
    {
        string permit = await UnderReviewAsync();
        await TestGasAsync(permit);
        await VerifyAsync(await IsolateAsync(permit));
        await MoveAsync("approver", permit, "approved");
        await MoveAsync("approver", permit, "active");
        return permit;
    }

    public async Task TestGasAsync(string permit)
    {
        foreach (GasLimit limit in ConfinedSpace.GasLimits)
            await Requester.AddAsync(Paths.GasReadings, new { permit_id = permit, gas = limit.Gas, value = limit.AtLeast ?? 0, unit = limit.Unit, taken_at = "2031-05-06T06:00:00Z" });
    }

    public async Task<string> IsolateAsync(string permit)
    {
        string point = (await Isolator.AddAsync(Paths.Points, new { permit_id = permit, name = "V-1204", lock_ids = new[] { "L-1" } })).Text("id");
        await Isolator.EditAsync(Paths.Points + point, new { status = "isolated" });
        return point;
    }

    public Task<JsonElement> VerifyAsync(string point) => Verifier.EditAsync(Paths.Points + point, new { status = "verified" });

    public async Task DeisolateAsync(string permit)
    {
        foreach (JsonElement point in (await Isolator.FetchAsync($"{Paths.Points}?permit_id={permit}")).EnumerateArray())
            await Isolator.EditAsync(Paths.Points + point.Text("id"), new { status = "deisolated" });
    }

    public Task<JsonElement> CloseOutAsync(string permit) => Requester.AddAsync(
        Paths.Closeouts, new { permit_id = permit, checklist = ConfinedSpace.CloseoutChecklist.ToDictionary(item => item.Key, _ => new { done = true, comments = "seen" }) });

    public void Dispose()
    {
        foreach (HttpClient client in people.Values)
            client.Dispose();
    }
}
