using System.Net;
using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Tests.Hosting;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Flow;

/// <summary>The life of a permit over HTTP: who may move it, when, and what stands in the way.</summary>
public abstract class PermitFlowTests(PtwServer server)
{
    [Fact]
    public async Task APermit_WithEverythingInOrder_GoesItsWholeWay()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.ActiveAsync();

        await site.MoveAsync("approver", permit, "suspended");
        await site.MoveAsync("approver", permit, "active");
        await site.DeisolateAsync(permit);
        await site.CloseOutAsync(permit);
        JsonElement completed = await site.MoveAsync("approver", permit, "completed");

        Assert.Equal(("completed", "requester-north", "approver-north"), (completed.Text("status"), completed.Text("created_by"), completed.Text("approved_by")));
        Assert.Equal(server.Clock.GetUtcNow(), completed.GetProperty("approved_at").GetDateTimeOffset());
        Assert.Equal(8, completed.Number("version"));
    }

    [Fact]
    public async Task AnApproval_WithoutWhatTheTypeNeeds_IsToldEachThing()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.UnderReviewAsync(isReady: false);

        JsonElement problem = await RefusedAsync(HttpStatusCode.Conflict, site.Approver, Paths.Permits + permit, new { status = "approved" });

        Assert.Equal("blocked", problem.Text("reason"));
        Assert.Equal(
            ["gas_reading", "isolation_point", "ppe_requirements", "safety_checklist"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.Equal("under_review", (await site.Approver.FetchAsync(Paths.Permits + permit)).Text("status"));
    }

    [Fact]
    public async Task AnApproval_OverTheWire_IsRejectedForTheSameReasons()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.UnderReviewAsync(isReady: false);

        (string kind, JsonElement verdict) = await site.Approver.SendChangeAsync(
            new { entity = "permit", op = "update_status", offline_id = NewId(), server_id = permit, client_version = 3, data = new { status = "approved" } });

        Assert.Equal(("rejected", "validation_error"), (kind, verdict.Text("reason")));
        Assert.Equal(
            ["gas_reading", "isolation_point", "ppe_requirements", "safety_checklist"],
            verdict.GetProperty("detail").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnApproval_OnAnUnsafeReadingOrAnUnverifiedPoint_IsBlocked()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.UnderReviewAsync();
        await site.TestGasAsync(permit);
        string point = await site.IsolateAsync(permit);

        JsonElement unverified = await RefusedAsync(HttpStatusCode.Conflict, site.Approver, Paths.Permits + permit, new { status = "approved" });
        await site.VerifyAsync(point);
        await site.Requester.AddAsync(Paths.GasReadings, new { permit_id = permit, gas = "h2s", value = 12.5, unit = "ppm", taken_at = "2031-05-06T06:30:00Z" });
        JsonElement unsafely = await RefusedAsync(HttpStatusCode.Conflict, site.Approver, Paths.Permits + permit, new { status = "approved" });

        Assert.Equal(["isolation_point"], unverified.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal(["gas_reading"], unsafely.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task ACompletion_WithoutCloseoutAndDeisolation_IsBlocked()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.ActiveAsync();

        JsonElement problem = await RefusedAsync(HttpStatusCode.Conflict, site.Approver, Paths.Permits + permit, new { status = "completed" });

        Assert.Equal(["closeout", "isolation_point"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatWasApproved_IsFrozen()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.ActiveAsync();

        JsonElement problem = await RefusedAsync(HttpStatusCode.BadRequest, site.Requester, Paths.Permits + permit, new { ppe_requirements = new[] { "safety_helmet" } });
        JsonElement renamed = await site.Requester.EditAsync(Paths.Permits + permit, new { title = "Enter tank 4 by the north manway" });

        Assert.True(problem.GetProperty("errors").TryGetProperty("ppe_requirements", out _));
        Assert.Equal("active", renamed.Text("status"));
    }

    [Fact]
    public async Task AnApproval_MadeBeforeThePpeMoved_IsAConflict()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.UnderReviewAsync();
        await site.TestGasAsync(permit);
        await site.VerifyAsync(await site.IsolateAsync(permit));
        JsonElement seen = await site.Approver.FetchAsync(Paths.Permits + permit);
        string[] more = [.. seen.GetProperty("ppe_requirements").EnumerateArray().Select(code => code.GetString()!), "hearing_protection"];
        await site.Requester.EditAsync(Paths.Permits + permit, new { ppe_requirements = more });

        (string kind, JsonElement verdict) = await site.Approver.SendChangeAsync(new
        {
            entity = "permit",
            op = "update_status",
            offline_id = NewId(),
            server_id = permit,
            client_version = seen.Number("version"),
            data = new { status = "approved" },
            @base = new { status = "under_review", ppe_requirements = seen.GetProperty("ppe_requirements") },
        });

        Assert.Equal(("conflicts", "stale_version"), (kind, verdict.Text("reason")));
        Assert.True(verdict.GetProperty("fields").TryGetProperty("ppe_requirements", out _));
        Assert.Equal("under_review", (await site.Approver.FetchAsync(Paths.Permits + permit)).Text("status"));
    }

    [Theory]
    [InlineData("submitted", "isolator", "verifier", "approver")]
    [InlineData("cancelled", "isolator", "verifier", "approver")]
    public async Task ADraft_IsMovedByTheRequesterOnly(string to, params string[] others)
    {
        using Site site = await Site.OpenAsync(server);
        await OnlyAsync(site, Paths.Permits + await site.DraftAsync(), to, "requester", others);
    }

    [Fact]
    public async Task AReview_IsTheVerifiers()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.DraftAsync();
        await site.MoveAsync("requester", permit, "submitted");

        await OnlyAsync(site, Paths.Permits + permit, "under_review", "verifier", "requester", "isolator", "approver");
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("approved")]
    [InlineData("rejected")]
    public async Task ADecision_IsTheApprovers(string to)
    {
        using Site site = await Site.OpenAsync(server);
        string permit = to == "suspended" ? await site.ActiveAsync() : await site.UnderReviewAsync();
        await site.TestGasAsync(permit);
        if (to == "approved")
            await site.VerifyAsync(await site.IsolateAsync(permit));

        await OnlyAsync(site, Paths.Permits + permit, to, "approver", "requester", "isolator", "verifier");
    }

    [Fact]
    public async Task AnIsolation_IsTheIsolatorsAndItsVerificationTheVerifiers()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = await site.DraftAsync();
        foreach (string role in new[] { "requester", "verifier", "approver" })
            Assert.Equal(HttpStatusCode.Forbidden, (await site[role].SendAsync(HttpMethod.Post, Paths.Points, new { permit_id = permit, name = "V-1204" })).StatusCode);
        string point = Paths.Points + (await site.Isolator.AddAsync(Paths.Points, new { permit_id = permit, name = "V-1204" })).Text("id");

        await OnlyAsync(site, point, "isolated", "isolator", "requester", "verifier", "approver");
        await OnlyAsync(site, point, "verified", "verifier", "requester", "isolator", "approver");
        Assert.Equal("verifier-north", (await site.Admin.FetchAsync(point)).Text("verified_by"));
        await OnlyAsync(site, point, "deisolated", "isolator", "requester", "verifier", "approver");
    }

    [Fact]
    public async Task APermit_IsWrittenByTheRequesterAndTheAdminOnly()
    {
        using Site site = await Site.OpenAsync(server);
        string permit = Paths.Permits + await site.DraftAsync();

        foreach (string role in new[] { "isolator", "verifier", "approver" })
        {
            await RefusedAsync(HttpStatusCode.Forbidden, site[role], permit, new { title = "Mine" });
            Assert.Equal(HttpStatusCode.Forbidden, (await site[role].SendAsync(HttpMethod.Post, Paths.Permits, Draft())).StatusCode);
            (string kind, JsonElement verdict) = await site[role].SendChangeAsync(new { entity = "permit", op = "create", offline_id = NewId(), data = Draft() });
            Assert.Equal(("rejected", "permission_denied"), (kind, verdict.Text("reason")));
        }

        Assert.Equal("admin-north", (await site.Admin.AddAsync(Paths.Permits, Draft())).Text("created_by"));
        Assert.Equal(2, (await site.Admin.EditAsync(permit, new { title = "Ours" })).Number("version"));
    }

    [Fact]
    public async Task AnAdmin_TakesAPermitTheWholeWay()
    {
        using HttpClient admin = await server.ClientOfAsync("admin-south");
        Dictionary<string, object?> draft = new(Draft()) { ["permit_type"] = "cold_work", ["ppe_requirements"] = Catalogue("mandatory_ppe"), ["safety_checklist"] = Catalogue("checklist") };
        string permit = Paths.Permits + (await admin.AddAsync(Paths.Permits, draft)).Text("id");

        foreach (string status in new[] { "submitted", "under_review", "approved", "active" })
            await admin.EditAsync(permit, new { status });
        await admin.AddAsync(Paths.Closeouts, new { permit_id = permit[Paths.Permits.Length..], checklist = Catalogue("closeout_checklist") });

        Assert.Equal("completed", (await admin.EditAsync(permit, new { status = "completed" })).Text("status"));
    }

    private static object Catalogue(string what)
    {
        PermitType type = CatalogueFile.Default.Find("cold_work")!;
        return what switch
        {
            "mandatory_ppe" => type.MandatoryPpe,
            "checklist" => type.Checklist.ToDictionary(item => item.Key, _ => true),
            _ => type.CloseoutChecklist.ToDictionary(item => item.Key, _ => true),
        };
    }

    /// <summary>The move is refused to the others, and leaves no trace; then the one who may makes it.</summary>
    private static async Task OnlyAsync(Site site, string path, string to, string role, params string[] others)
    {
        string before = (await site.Admin.FetchAsync(path)).GetRawText();
        foreach (string other in others)
            await RefusedAsync(HttpStatusCode.Forbidden, site[other], path, new { status = to });
        Assert.Equal(before, (await site.Admin.FetchAsync(path)).GetRawText());
        Assert.Equal(to, (await site[role].EditAsync(path, new { status = to })).Text("status"));
    }

    private static async Task<JsonElement> RefusedAsync(HttpStatusCode status, HttpClient client, string path, object body)
    {
        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Patch, path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }
}
