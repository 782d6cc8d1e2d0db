using System.Globalization;
using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Roles;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Xunit.Abstractions;

namespace Athens.Ptw.Host.Tests.Simulated;

/// <summary>Days at random over the permits' model, with the host's rights, rules and database.</summary>
public sealed class PtwSimulationTests(ITestOutputHelper output)
{
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_PTW_DAYS") ?? "150", CultureInfo.InvariantCulture);

    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 7, 0, 0, TimeSpan.Zero);

    // snippet:simulation
    [Fact]
    public async Task AnyDay_OfPermits_ComesToRestAndIsRight()
    {
        SimulationReport report = await Simulation.RunAsync(PtwModel.Instance, new SimulationOptions
        {
            Seeds = Seeds,
            Devices = 4,
            Scopes = ["site"],
            HasRules = true,
            Caller = (user, scopes) => Of(user, user == 0 ? Role.Admin : Role.Requester, scopes[0]),
            Value = Value,
            Stores = (_, seed) => new PtwSimulationStores(seed),
        });
        output.WriteLine(report.ToString());
        Assert.True(report.Days == Seeds && report.Applied > Seeds && report.Refused > 0);
    }

    /// <summary>What the rules narrow, within the rules; the simulator knows the rest.</summary>
    private static JsonElement? Value(FieldModel field, Random random) => field.Name switch
    {
        "permit_type" => Json(CatalogueFile.Default.Types[random.Next(CatalogueFile.Default.Types.Count)].Code),
        "planned_start_time" => Json(Morning.AddMinutes(random.Next(60))),
        "planned_end_time" => Json(Morning.AddMinutes(random.Next(90, 600))),
        "priority" => Json(random.Next(2) == 0 ? PermitPriority.Medium : PermitPriority.High),
        "photo_type" => Json(PhotoType.All[random.Next(PhotoType.All.Count)]),
        _ => null,
    };
    // endsnippet

    private static SyncCaller Of(int user, string role, string project) =>
        new() { User = $"user-{user}", Scopes = [project], Rights = role, Principal = new Actor($"user-{user}", role, project).ToPrincipal() };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
