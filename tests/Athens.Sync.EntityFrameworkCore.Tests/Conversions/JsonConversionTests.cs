using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conversions;

/// <summary>A property kept as JSON text loses nothing, and a change inside of it is a change.</summary>
public sealed class JsonConversionTests : IDisposable
{
    private readonly SqliteDatabase database = new();

    public void Dispose() => database.Delete();

    [Fact]
    public async Task Values_OfEachShape_ComeBackToTheLetter()
    {
        const string Map = """{"b":1.50,"a":[1e5,"<é & 'x'>",{"":null}],"A":12345678901234567890}""";
        await using DocumentContext context = await NewAsync();
        context.Add(new Document
        {
            Id = "d1",
            Map = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Map)!,
            Names = ["b", "", " a ", "b"],
            Any = JsonElement.Parse("[1.0,2]"),
        });
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        Document read = context.Documents.Single();

        Assert.Equal(Map, JsonSerializer.Serialize(read.Map, DocumentContext.Relaxed));
        Assert.Equal(["b", "", " a ", "b"], read.Names);
        Assert.Equal("[1.0,2]", read.Any.GetRawText());
        Assert.Null(read.Missing);
        Assert.Equal(Map, context.Database.SqlQueryRaw<string>("SELECT Map AS Value FROM Documents").Single());
    }

    public static TheoryData<string, Action<Document>, bool> Changes() => new()
    {
        { "an item added", d => d.Names.Add("x"), true },
        { "items in another order", d => d.Names.Reverse(), true },
        { "an equal list", d => d.Names = [.. d.Names], false },
        { "a key set", d => d.Map["a"] = JsonElement.Parse("2"), true },
        { "a number written otherwise", d => d.Map["a"] = JsonElement.Parse("1.0"), true },
        { "a key set to the same", d => d.Map["a"] = JsonElement.Parse("1"), false },
        { "null made a list", d => d.Missing = [], true },
        { "nothing", _ => { }, false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_InsideOfAValue_IsNoticedWhereThereIsOne(string what, Action<Document> change, bool isChange)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using DocumentContext context = await NewAsync();
        context.Add(new Document { Id = "d1", Map = new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("1") }, Names = ["b", "a"], Any = JsonElement.Parse("{}") });
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        change(context.Documents.Single());

        Assert.True(isChange == context.ChangeTracker.HasChanges(), what);
    }

    private async Task<DocumentContext> NewAsync()
    {
        var options = new DbContextOptionsBuilder<DocumentContext>();
        database.Use(options);
        var context = new DocumentContext(options.Options);
        await context.Database.EnsureCreatedAsync();
        return context;
    }
}
