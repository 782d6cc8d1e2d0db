using System.Globalization;
using System.Text.Json;
using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class DeviceStoreConformance<TStore>
{
    /// <summary>A value comes back with the same JSON text from every place that holds values.</summary>
    [Theory]
    [MemberData(nameof(ExactValues.Json), MemberType = typeof(ExactValues))]
    public async Task Values_AnyJson_ComeBackToTheLetter(string json) => await CheckValueAsync(json);

    /// <summary>A text as long as the limit comes back.</summary>
    [Fact]
    public async Task Values_LongText_ComesBack() => await CheckValueAsync(JsonSerializer.Serialize(new string('x', 64 << 10)));

    /// <summary>An array as long as the limit comes back.</summary>
    [Fact]
    public async Task Values_LongArray_ComesBack() => await CheckValueAsync($"[{string.Join(',', Enumerable.Range(0, 10_000))}]");

    /// <summary>A text comes back character by character, however JSON has to write it.</summary>
    [Theory]
    [MemberData(nameof(ExactValues.Texts), MemberType = typeof(ExactValues))]
    public async Task Values_AnyText_ComesBack(string text)
    {
        TStore store = await CreateAsync();
        var fields = FieldValues.From([KeyValuePair.Create(text, JsonSerializer.SerializeToElement(text))]);
        await CommitAsync(store, Put(DeviceRecords.Replica("k") with { Local = fields }));
        await using TStore reopened = await ReopenAsync(store);

        DeviceView view = await reopened.LoadAsync(new DeviceQuery { Entities = [Id("k")] });

        Assert.Equal(text, view.Replicas[Id("k")].Local![text].GetString());
    }

    /// <summary>Random values come back: numbers to the digit, texts to the character, nested ones in their order. The seed makes the same ones again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Values_OfASeed_ComeBack(int seed)
    {
        const int count = 250;
        var random = new RandomJson(seed);
        FieldValues[] made = [.. Enumerable.Range(0, count).Select(_ => FieldValues.Empty.With(random.Text(), DeviceRecords.Value(random.Value())))];
        TStore store = await CreateAsync();
        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.State(0),
            PutReplicas = [.. made.Select((fields, n) => DeviceRecords.Replica($"k{n}") with { Server = fields, Local = fields })],
            PutItems = [.. made.Select((fields, n) => DeviceRecords.Item(n + 1, $"k{n}")).Select(item => item with { Change = item.Change with { Data = made[(int)item.Position - 1], Base = made[(int)item.Position - 1] } })],
        });
        await using TStore reopened = await ReopenAsync(store);

        DeviceView view = await reopened.LoadAsync(new DeviceQuery { Entities = [.. Enumerable.Range(0, count).Select(n => Id($"k{n}"))] });

        for (int n = 0; n < count; n++)
        {
            (ReplicaEntity replica, Change change) = (view.Replicas[Id($"k{n}")], view.Items[n].Change);
            Assert.All([replica.Server, replica.Local, change.Data, change.Base], read => Assert.Equal(Shown(made[n]), Shown(read!)));
        }
    }

    /// <summary>A field that is null is not a field that is missing, and the order of fields is kept.</summary>
    [Fact]
    public async Task Values_NullAndMissing_AreTwoThings()
    {
        await using TStore store = await CreateAsync();
        FieldValues fields = DeviceRecords.Fields("""{"z":null,"a":1,"Z":null}""");
        await CommitAsync(store, Put(DeviceRecords.Replica("k") with { Server = fields, Local = FieldValues.Empty }));

        ReplicaEntity read = (await store.LoadAsync(new DeviceQuery { Entities = [Id("k")] })).Replicas[Id("k")];

        Assert.Equal(["z", "a", "Z"], read.Server!.Keys);
        Assert.Equal(JsonValueKind.Null, read.Server["z"].ValueKind);
        Assert.Empty(read.Local!);
    }

    /// <summary>No fields is not the same as no state, and an empty base is not the same as none.</summary>
    [Fact]
    public async Task Values_EmptyAndNone_AreTwoThings()
    {
        await using TStore store = await CreateAsync();
        OutboxItem item = DeviceRecords.Item(1);
        await CommitAsync(store, Put(
            item with { Change = item.Change with { Base = FieldValues.Empty, Data = FieldValues.Empty } },
            DeviceRecords.Item(2) with { Change = item.Change with { Base = null } }));

        IReadOnlyList<OutboxItem> read = (await store.LoadAsync(new DeviceQuery { Positions = [1, 2] })).Items;

        Assert.Empty(read[0].Change.Base!);
        Assert.Null(read[1].Change.Base);
    }

    /// <summary>A moment comes back with its offset and its ticks.</summary>
    [Fact]
    public async Task Values_Moments_ComeBackExactly()
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, Put(DeviceRecords.Item(1)) with { State = DeviceRecords.FullState(0) });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Positions = [1] });

        string[] read = [.. new[] { view.State.LastSyncAt, view.State.DataAsOf, view.Items[0].CreatedAt, view.Items[0].Change.ChangedAt }.Select(at => Round(at!.Value))];
        Assert.Equal([Round(DeviceRecords.At), Round(DeviceRecords.At.ToOffset(TimeSpan.FromHours(-11))), Round(DeviceRecords.At), Round(DeviceRecords.At)], read);
    }

    /// <summary>Two keys that differ in the least are two entities, in every look.</summary>
    [Theory]
    [MemberData(nameof(ExactValues.Keys), MemberType = typeof(ExactValues))]
    public async Task Keys_ThatDifferInTheLeast_AreTwoEntities(string one, string other)
    {
        await using TStore store = await CreateAsync();
        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.State(0),
            PutReplicas = [DeviceRecords.Replica(one), DeviceRecords.Replica(other) with { Version = 2 }],
            PutItems = [DeviceRecords.Item(1, one) with { BlockedBy = Id(one).ToString() }, DeviceRecords.Item(2, other) with { BlockedBy = Id(other).ToString() }],
        });

        DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id(one)] });
        Assert.Equal(1, Assert.Single(view.Replicas).Value.Version);
        Assert.Equal(one, Assert.Single(view.Items).Change.ServerId);
        Assert.Equal([2], await PositionsAsync(store, new DeviceQuery { BlockedBy = [Id(other)] }));
        Assert.Equal([1], await OutboxAsync(store, new OutboxFilter { Key = one }));
        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), await KeysAsync(store));
        await CommitAsync(store, new DeviceCommit { State = DeviceRecords.State(0), DeleteReplicas = [Id(one)] });
        Assert.Equal([other], await KeysAsync(store));
    }

    private async Task CheckValueAsync(string json)
    {
        TStore store = await CreateAsync();
        FieldValues fields = DeviceRecords.Fields($$"""{"v":{{json}},"w":[{{json}}]}""");
        OutboxItem item = DeviceRecords.Item(1);
        await CommitAsync(store, new DeviceCommit
        {
            State = DeviceRecords.State(0),
            PutReplicas = [DeviceRecords.Replica("k") with { Server = fields, Local = fields }],
            PutItems = [item with { Change = item.Change with { Data = fields, Base = fields } }],
        });
        await using TStore reopened = await ReopenAsync(store);

        DeviceView view = await reopened.LoadAsync(new DeviceQuery { Entities = [Id("k")] });

        ReplicaEntity replica = view.Replicas[Id("k")];
        Change change = Assert.Single(view.Items).Change;
        Assert.All([replica.Server, replica.Local, change.Data, change.Base], read =>
        {
            Assert.Equal(json, read!["v"].GetRawText());
            Assert.Equal($"[{json}]", read["w"].GetRawText());
        });
    }

    /// <summary>What a value holds, whichever of its characters are escaped.</summary>
    private static string Shown(FieldValues fields) => string.Join('\n', fields.Select(field => $"{field.Key} = {Shown(field.Value)}"));

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{value.GetString()}\"",
        JsonValueKind.Array => $"[{string.Join(" ; ", value.EnumerateArray().Select(Shown))}]",
        JsonValueKind.Object => $"{{{string.Join(" ; ", value.EnumerateObject().Select(property => $"{property.Name} = {Shown(property.Value)}"))}}}",
        _ => value.GetRawText(),
    };

    private static string Round(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
