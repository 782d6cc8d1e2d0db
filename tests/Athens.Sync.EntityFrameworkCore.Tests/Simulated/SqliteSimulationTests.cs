using System.Globalization;
using Athens.Sync.Testing;
using Xunit.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Simulated;

/// <summary>Days at random over SQLite on both sides.</summary>
public sealed class SqliteSimulationTests(ITestOutputHelper output)
{
    /// <summary>How many days a run has; the variables ask for a longer run, and for where it begins.</summary>
    private static readonly int Seeds = Of("ATHENS_SYNC_SQLITE_DAYS", 500);

    private static readonly int FirstSeed = Of("ATHENS_SYNC_FIRST_DAY", 1);

    [Fact]
    public async Task AnyDay_OverSqlite_ComesToRestAndIsRight()
    {
        using EmptyDatabases empty = await EmptyDatabases.CreateAsync();
        SimulationReport report = await Simulation.RunAsync(DayContext.Entities, new SimulationOptions { FirstSeed = FirstSeed, Seeds = Seeds, StepsMax = 40, Stores = (_, _) => new SqliteSimulationStores(empty) });
        output.WriteLine(report.ToString());
        Assert.True(report.Days == Seeds && report.Applied > Seeds && report.Faults > Seeds);
    }

    private static int Of(string variable, int usual) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? usual.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
