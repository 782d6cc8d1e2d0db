using System.Globalization;
using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Gas;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Ptw.Permits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Ptw.Host.Tests.Storage;

/// <summary>What holds on each database that the host runs on.</summary>
public abstract class StorageTests(PtwServer server)
{
    [Fact]
    public async Task APermit_WrittenAndReadBack_LosesNothing()
    {
        const string item = "{\"done\":true,\"comments\":\" é e\u0301 <b>\",\"n\":1.50,\"big\":12345678901234567890.10}";
        Permit permit = Draft();
        permit.Description = "  spaces, é and e\u0301, \"quotes\"  ";
        permit.PlannedStartTime = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(330)).AddTicks(1234567);
        permit.PpeRequirements = ["b", "a", "", " c "];
        permit.SafetyChecklist = new() { ["zeta"] = JsonElement.Parse(item), ["Alpha"] = JsonElement.Parse("true"), ["alpha"] = JsonElement.Parse("null") };

        Permit back = await WrittenAndReadAsync(permit);

        Assert.Equal(permit.Description, back.Description);
        Assert.True(permit.PlannedStartTime.Value.EqualsExact(back.PlannedStartTime!.Value));
        Assert.Null(back.PlannedEndTime);
        Assert.Equal(permit.PpeRequirements, back.PpeRequirements);
        Assert.Equal(["zeta", "Alpha", "alpha"], back.SafetyChecklist.Keys);
        Assert.Equal(item, back.SafetyChecklist["zeta"].GetRawText());
    }

    [Fact]
    public async Task AGasReading_WrittenAndReadBack_KeepsTheScaleOfItsValue()
    {
        Permit permit = await WrittenAndReadAsync(Draft());
        var reading = new GasReading { Id = Guid.NewGuid().ToString(), PermitId = permit.Id, Gas = "o2", Value = 20.90m, Unit = "%", TakenAt = DateTimeOffset.UnixEpoch };
        await WithAsync(db => db.GasReadings.Add(reading));

        Assert.Equal("20.90", (await ReadAsync(db => db.GasReadings.SingleAsync(r => r.Id == reading.Id))).Value.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("true", "true", false)]
    [InlineData("true", "false", true)]
    [InlineData("1", "1.0", true)]
    public async Task AChecklist_AlteredInPlace_IsNoticed(string before, string after, bool noticed)
    {
        Permit permit = Draft();
        permit.SafetyChecklist["a"] = JsonElement.Parse(before);
        await WithAsync(db => db.Permits.Add(permit));

        await WithAsync(db =>
        {
            Permit tracked = db.Permits.Single(p => p.Id == permit.Id);
            tracked.SafetyChecklist["a"] = JsonElement.Parse(after);
            Assert.Equal(noticed, db.ChangeTracker.HasChanges());
        });
    }

    [Fact]
    public async Task AList_AlteredInPlace_IsNoticed()
    {
        Permit permit = Draft();
        await WithAsync(db => db.Permits.Add(permit));

        await WithAsync(db => db.Permits.Single(p => p.Id == permit.Id).PpeRequirements.Add("safety_helmet"));

        Assert.Equal(["safety_helmet"], (await ReadAsync(db => db.Permits.SingleAsync(p => p.Id == permit.Id))).PpeRequirements);
    }

    [Fact]
    public async Task ARecord_OfAPermitThatIsNotThere_IsRefusedByTheDatabase() =>
        await Assert.ThrowsAsync<DbUpdateException>(() => WithAsync(db =>
            db.GasReadings.Add(new GasReading { Id = "r", PermitId = "nowhere", TakenAt = DateTimeOffset.UnixEpoch })));

    [Fact]
    public async Task NoReference_IsDeletedInCascade()
    {
        await using AsyncServiceScope scope = Server.Services.CreateAsyncScope();
        IModel model = scope.ServiceProvider.GetRequiredService<PtwDbContext>().Model;

        Assert.All(model.GetEntityTypes().SelectMany(table => table.GetForeignKeys()), key => Assert.Equal(DeleteBehavior.Restrict, key.DeleteBehavior));
    }

    [Fact]
    public async Task ThePasswords_AreKeptOnlyAsHashes() =>
        Assert.DoesNotContain(await ReadAsync(db => db.Users.ToListAsync()), user => user.PasswordHash.Contains(DemoAccounts.Password, StringComparison.Ordinal));

    protected PtwServer Server { get; } = server;

    private static Permit Draft() => new() { Id = Guid.NewGuid().ToString(), ProjectId = "north", Title = "T", PermitType = "hot_work" };

    private async Task<Permit> WrittenAndReadAsync(Permit permit)
    {
        await WithAsync(db => db.Permits.Add(permit));
        return await ReadAsync(db => db.Permits.SingleAsync(p => p.Id == permit.Id));
    }

    private async Task WithAsync(Action<PtwDbContext> write)
    {
        await using AsyncServiceScope scope = Server.Services.CreateAsyncScope();
        PtwDbContext db = scope.ServiceProvider.GetRequiredService<PtwDbContext>();
        write(db);
        await db.SaveChangesAsync();
    }

    private async Task<T> ReadAsync<T>(Func<PtwDbContext, Task<T>> read)
    {
        await using AsyncServiceScope scope = Server.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PtwDbContext>());
    }
}
