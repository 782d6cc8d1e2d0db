using System.Globalization;
using System.Text.Json;

namespace Athens.Sync.Tests.Values;

public sealed class FieldValuesTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    public void Fields_HoweverMany_AreFoundByNameAndKeptInOrder(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(n => $"field_{n}")];
        FieldValues values = FieldValues.From(names.Select((name, n) => KeyValuePair.Create(name, Number(n))));
        Assert.Equal(names, values.Keys);
        Assert.Equal(names, values.Select(pair => pair.Key));
        Assert.All(names.Index(), field => Assert.Equal(field.Index, values[field.Item].GetInt32()));
        Assert.Null(values.Find("Field_0"));
        Assert.False(values.ContainsKey($"field_{count}"));
        Assert.Throws<KeyNotFoundException>(() => values["nothing"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void FieldThatIsSetAgain_KeepsItsPlace_AndTheMapThatItWasSetOverIsAsBefore(int count)
    {
        FieldValues before = FieldValues.From(Enumerable.Range(0, count).Select(n => KeyValuePair.Create($"field_{n}", Number(n))));
        FieldValues after = before.With("field_1", Number(99)).With("new", Number(7));
        Assert.Equal([.. before.Keys, "new"], after.Keys);
        Assert.Equal((1, 99, 7), (before["field_1"].GetInt32(), after["field_1"].GetInt32(), after["new"].GetInt32()));
        Assert.False(before.ContainsKey("new"));
    }

    [Fact]
    public void LastOfEqualNames_Wins() =>
        Assert.Equal("""{"a":2,"b":1}""", FieldValues.From([KeyValuePair.Create("a", Number(1)), KeyValuePair.Create("b", Number(1)), KeyValuePair.Create("a", Number(2))]).ToJson());

    [Fact]
    public void MapsOverEachOther_GrowBeyondWhatIsFoundOneByOne()
    {
        FieldValues some = FieldValues.From(Enumerable.Range(0, 10).Select(n => KeyValuePair.Create($"a{n}", Number(n))));
        FieldValues others = FieldValues.From(Enumerable.Range(0, 10).Select(n => KeyValuePair.Create($"b{n}", Number(n))));
        FieldValues all = some.With(others).With(some.Where(name => name == "a3"));
        Assert.Equal(20, all.Count);
        Assert.Equal([.. some.Keys, .. others.Keys], all.Keys);
        Assert.Equal(9, all["b9"].GetInt32());
    }

    private static JsonElement Number(int value) => JsonElement.Parse(value.ToString(CultureInfo.InvariantCulture));
}
