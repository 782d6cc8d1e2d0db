using System.Text.Json;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing.ServerStores;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>Values that must survive.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    /// <summary>A value is read back to the letter: inserted, updated, in the feed and in a tombstone.</summary>
    [Theory]
    [MemberData(nameof(NoteValues.All), MemberType = typeof(NoteValues))]
    public async Task Value_Stored_ComesBackToTheLetter(string field, string json)
    {
        ServerEntity inserted = With(NewNote("inserted"), field, json);
        ServerEntity updated = NewNote("updated");
        await WriteAsync(inserted, updated);
        updated = With(updated, field, json) with { Version = 2 };
        await WriteAsync(updated);

        foreach (ServerEntity note in new[] { inserted, updated })
        {
            AssertSame(note, (await ReadAsync(note.Id))[note.Id]);
            AssertSame(note, (await PageAsync()).Entries.Single(e => e.Entity.Id == note.Id).Entity);
            await WriteAsync(Delete(note));
            AssertSame(Delete(note), (await ReadAsync(note.Id))[note.Id]);
        }
    }

    /// <summary>What is normalized is told as it will be read back, so it stays what it is when that is done again.</summary>
    [Theory]
    [MemberData(nameof(NoteValues.All), MemberType = typeof(NoteValues))]
    public void Value_Normalized_StaysTheSame(string field, string json)
    {
        EntityModel model = Model.Entity("note");
        FieldValues values = FieldValues.Parse($$"""{"{{field}}":{{json}}}""");

        FieldValues once = Store.Normalize(model, values);
        FieldValues twice = Store.Normalize(model, once);

        Assert.True(model.Field(field).AreEqual(values[field], once[field]));
        Assert.Equal(Sorted(once), Sorted(twice));
    }

    private static ServerEntity With(ServerEntity entity, string field, string json) => entity with
    {
        State = entity.State.With(field, JsonElement.Parse(json)),
    };
}
