using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Tests.Modeling;

/// <summary>A number that a field cannot hold is refused; it never becomes an infinity that cannot be written again.</summary>
public sealed class HugeNumberTests
{
    private static readonly EntityModel Entity = SyncModel.Create(m => m.Entity<Gauge>("gauge", e =>
    {
        e.Key(g => g.Id);
        e.Fields(g => g.Level, g => g.Short, g => g.Levels, g => g.Any);
    })).Entity("gauge");

    [Theory]
    [InlineData("level", "1e400")]
    [InlineData("level", "-1e400")]
    [InlineData("short", "1e39")]
    [InlineData("levels", "[1,1e400]")]
    public void Number_BeyondItsField_IsRefused(string field, string value) =>
        Assert.Throws<JsonException>(() => Entity.Field(field).Parse(JsonElement.Parse(value)));

    [Theory]
    [InlineData("level", "1e39")]
    [InlineData("level", "1.7976931348623157E+308")]
    [InlineData("short", "3e38")]
    [InlineData("any", "[1e400]")]
    public void Number_WithinItsField_IsTaken(string field, string value) => Entity.Field(field).Parse(JsonElement.Parse(value));

    private sealed class Gauge
    {
        public string Id { get; set; } = "";

        public double? Level { get; set; }

        public float Short { get; set; }

        public List<double> Levels { get; set; } = [];

        public JsonElement? Any { get; set; }
    }
}
