using System.Data.Common;
using System.Text.Json;
using Athens.Ptw.Host.Startup;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Tests.Migrations;

/// <summary>A database of an app that took the engine in later, up and down, with its rows in place.</summary>
public abstract class MigrationTests
{
    private const string Rows = """
        INSERT INTO projects (id, name) VALUES ('north', 'North');
        INSERT INTO permits (id, project_id, title, description, location, permit_type, control_measures, ppe_requirements, safety_checklist, priority, status, planned_end_time)
        VALUES ('p1', 'north', 'Weld', '', 'Tank 4', 'hot_work', 'Fire watch', '["gloves"]', '{"a":true}', 'high', 'draft', '2031-05-06T07:08:09.0000000+02:00');
        INSERT INTO gas_readings (id, permit_id, gas, value, unit, instrument, taken_at) VALUES ('g1', 'p1', 'o2', '20.90', '%', 'X', '2031-05-06T07:08:09.0000000+00:00');
        """;

    private const string Kept = "SELECT title || '/' || ppe_requirements || '/' || value AS \"Value\" FROM permits JOIN gas_readings ON permit_id = permits.id ORDER BY title";

    protected abstract MigratedHost Host { get; }

    [Fact]
    public async Task RowsFromBeforeTheEngine_ReachADevice_StayOnTheWayDown_AndComeUpAgain()
    {
        await Host.MigrateAsync(MigratedHost.BeforeTheEngine);
        await Host.RawAsync(Rows);

        PullResponse first = await Host.PullAsync();
        Assert.Equal(["permit p1 v1", "gas_reading g1 v1"], first.Changes.Select(c => $"{c.Entity} {c.ServerId} v{c.Version}"));
        Assert.Equal("20.90", first.Changes[1].Data!["value"].GetRawText());
        await Host.RawAsync("UPDATE permits SET title = 'Weld, by hand'");
        PullResponse second = await Host.PullAsync(first.Checkpoint);
        Assert.Equal("Weld, by hand v2", $"{second.Changes.Single().Data!["title"].GetString()} v{second.Changes.Single().Version}");

        await Host.MigrateAsync(MigratedHost.BeforeTheEngine);
        Assert.Equal("Weld, by hand/[\"gloves\"]/20.90", await Host.TextAsync(Kept));
        await Host.RawAsync("UPDATE permits SET title = 'Weld, without the engine'");

        Assert.Equal(["Weld, without the engine", null], (await Host.PullAsync()).Changes.Select(c => c.Data!.Find("title")?.GetString()));
        Assert.Equal(0, (await Host.ValidateAsync()).ExitCode);
    }

    [Fact]
    public async Task WayDownToNothing_AndUp_LeavesAValidDatabase()
    {
        await Host.MigrateAsync();
        await Host.MigrateAsync("0");
        await Host.MigrateAsync();

        Assert.Equal("8/8", (await Host.ValidateAsync()).Lines[^1]);
    }

    [Fact]
    public async Task DatabaseMadeWithoutMigrations_IsRefusedWithWhatToDo_AndCanBeTold()
    {
        await Host.MigrateAsync("AthensSync");
        await Host.RawAsync($"{Rows} DROP TABLE \"__EFMigrationsHistory\"");

        PtwStartException refusal = await Assert.ThrowsAsync<PtwStartException>(() => Host.PullAsync());
        Assert.Contains("A database from before migrations", refusal.Message, StringComparison.Ordinal);
        await Host.RawAsync($"""
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) NOT NULL PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('{await IdAsync("_Permits")}', '10.0.12'), ('{await IdAsync("_AthensSync")}', '10.0.12');
            """);

        Assert.Equal(2, (await Host.PullAsync()).Changes.Count);
    }

    [Fact]
    public async Task Validate_OfAMigratedDatabase_PassesAndChangesNothing()
    {
        await Host.MigrateAsync();
        await Host.RawAsync(Rows);
        await Host.PullAsync();

        (int exitCode, string[] lines) = await Host.ValidateAsync();

        Assert.All(lines[..^1], line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal((0, "8/8"), (exitCode, lines[^1]));
        Assert.Equal("p1, ", await Host.TextAsync("SELECT id AS \"Value\" FROM permits UNION ALL SELECT '' FROM athens_sync_counters WHERE scope <> 'north' OR value <> 2 UNION ALL SELECT '' FROM athens_sync_changes UNION ALL SELECT id FROM projects WHERE name = 'Validation' UNION ALL SELECT ''"));
    }

    [Fact]
    public async Task Numbers_AreWatchedAndUnique_AndOnTheWayDownTheTriggersStay()
    {
        await Host.MigrateAsync(MigratedHost.BeforeNumbers);
        await Host.RawAsync(Rows);
        PullResponse first = await Host.PullAsync();
        Assert.Equal(JsonValueKind.Null, first.Changes[0].Data!["number"].ValueKind);

        await Host.RawAsync("UPDATE permits SET number = 1000");
        PullResponse second = await Host.PullAsync(first.Checkpoint);
        Assert.Equal("1000 v2", $"{second.Changes.Single().Data!["number"]} v{second.Changes.Single().Version}");
        await Assert.ThrowsAnyAsync<DbException>(() => Host.RawAsync(Rows.Replace("'p1'", "'p2'", StringComparison.Ordinal).Replace("INSERT INTO projects (id, name) VALUES ('north', 'North');", "", StringComparison.Ordinal)
            .Replace("'g1'", "'g2'", StringComparison.Ordinal) + "UPDATE permits SET number = 1000 WHERE id = 'p2'"));

        await Host.MigrateAsync(MigratedHost.BeforeNumbers);
        await Host.RawAsync("UPDATE permits SET title = 'Weld, without a number' WHERE id = 'p1'");
        PullResponse third = await Host.PullAsync(second.Checkpoint);
        Assert.Equal("Weld, without a number v3 ", $"{third.Changes[0].Data!["title"]} v{third.Changes[0].Version} {third.Changes[0].Data!["number"]}");
        Assert.Equal(0, (await Host.ValidateAsync()).ExitCode);
    }

    public static TheoryData<string, string> Broken() => new()
    {
        { "migrations applied", """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%WritesPastTheEngine'""" },
        { "tables of the engine", "ALTER TABLE athens_sync_positions RENAME TO elsewhere" },
        { "tables of the engine", "DROP TABLE athens_sync_series" },
        { "tables of the engine", "ALTER TABLE athens_sync_leases RENAME COLUMN used TO taken" },
        { "version columns", """ALTER TABLE signatures RENAME COLUMN "Version" TO other""" },
        { "unique idempotency key", "CREATE TABLE copied AS SELECT * FROM athens_sync_changes; DROP TABLE athens_sync_changes; ALTER TABLE copied RENAME TO athens_sync_changes" },
        { "moving feed", "DROP INDEX \"IX_athens_sync_entries_type_key\"; DROP TABLE athens_sync_counters; CREATE VIEW athens_sync_counters AS SELECT 'x' AS scope, 'x' AS lane, 1 AS value, 0 AS floor" },
        { "every row in the feed", """INSERT INTO signatures (id, permit_id, role, signer_name, signed_at, image, "Version") VALUES ('s1', 'p1', '', '', '', '', 4)""" },
        { "triggers", "DROP TRIGGER athens_sync_permits_update" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Validate_WhereSomethingIsBroken_NamesIt(string check, string sql)
    {
        await Host.MigrateAsync();
        await Host.RawAsync(Rows);
        await Host.PullAsync();
        await Host.RawAsync(Adapt(sql));

        (int exitCode, string[] lines) = await Host.ValidateAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(lines, line => line.StartsWith($"FAILED  {check}: ", StringComparison.Ordinal));
        Assert.Equal($"{lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal))}/8", lines[^1]);
    }

    /// <summary>Where the databases differ in words.</summary>
    protected virtual string Adapt(string sql) => sql;

    private async Task<string> IdAsync(string ending)
    {
        string id = "";
        await Host.SchemaAsync(schema =>
        {
            id = schema.Database.GetMigrations().Single(name => name.EndsWith(ending, StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        return id;
    }
}
