using System.Text.Json;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing.ServerStores;
using Xunit;

namespace Athens.Sync.Testing;

/// <summary>
/// What every <see cref="IServerStore"/> promises, one test for each promise. An adapter's tests derive this class once
/// for each store and database; <see cref="StoreCompliance"/> finds the stores for which nobody did.
/// </summary>
/// <remarks>
/// The mapping of the entities to the database must lose nothing: where the default mapping of a type does (the scale of a
/// decimal, an offset), the adapter's test maps the property with a converter that does not.
/// </remarks>
/// <typeparam name="TStore">The store that is tested.</typeparam>
public abstract partial class ServerStoreConformance<TStore> : IAsyncLifetime
    where TStore : IServerStore
{
    /// <summary>How many units run at once in the tests of concurrency.</summary>
    protected const int Parallelism = 16;

    /// <summary>The model.</summary>
    protected SyncModel Model { get; } = ConformanceModel.Create();

    /// <summary>The store of this test.</summary>
    protected TStore Store { get; private set; } = default!;

    /// <summary>Makes a store over a new, empty database, with the entities of <see cref="ConformanceModel"/>.</summary>
    protected abstract Task<TStore> CreateAsync();

    /// <inheritdoc />
    public virtual async Task InitializeAsync() => Store = await CreateAsync();

    /// <inheritdoc />
    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A note at version 1.</summary>
    protected ServerEntity NewNote(string key, string scope = "north", string title = "First")
    {
        var note = new Note { Id = key, Project = scope, Title = title, Amount = 7.25m };
        return new ServerEntity { Id = new EntityId("note", key), Scope = scope, Version = 1, State = Model.Entity("note").ReadState(note) };
    }

    /// <summary>An attachment at version 1.</summary>
    protected ServerEntity NewAttachment(Guid key, string noteKey, string scope = "north")
    {
        var attachment = new Attachment { Id = key, NoteId = noteKey, FileName = "photo.jpg" };
        return new ServerEntity { Id = new EntityId("attachment", key.ToString()), Scope = scope, Version = 1, State = Model.Entity("attachment").ReadState(attachment) };
    }

    /// <summary>An alarm at version 1.</summary>
    protected ServerEntity NewAlarm(long key, string scope = "north")
    {
        var alarm = new Alarm { Id = key, Project = scope, Text = "Gas" };
        return new ServerEntity { Id = new EntityId("alarm", $"{key}"), Scope = scope, Version = 1, State = Model.Entity("alarm").ReadState(alarm) };
    }

    /// <summary>The entity's next version with one field set.</summary>
    protected static ServerEntity Edit(ServerEntity entity, string field, string value) => entity with
    {
        Version = entity.Version + 1,
        State = entity.State.With(field, JsonSerializer.SerializeToElement(value)),
    };

    /// <summary>The entity's next version, deleted.</summary>
    protected static ServerEntity Delete(ServerEntity entity) => entity with { Version = entity.Version + 1, IsDeleted = true };

    /// <summary>Runs a unit that locks and stages the given entities.</summary>
    protected Task WriteAsync(params ServerEntity[] entities) => Store.ExecuteAsync(async (transaction, token) =>
    {
        await transaction.LockAsync([.. entities.Select(e => e.Id).Order()], token);
        foreach (ServerEntity entity in entities)
            transaction.Stage(entity);
        return true;
    });

    /// <summary>Reads entities in a unit of their own.</summary>
    protected Task<IReadOnlyDictionary<EntityId, ServerEntity>> ReadAsync(params EntityId[] ids) =>
        Store.ExecuteAsync((transaction, token) => transaction.LockAsync(ids, token));

    /// <summary>Reads a page of a feed.</summary>
    protected Task<FeedPage> PageAsync(string scope = "north", long after = 0, int limit = 1000, long skipTombstonesThrough = 0, string lane = Lanes.Default) =>
        Store.ReadFeedAsync(new FeedRequest { Scope = scope, Lane = lane, After = after, Limit = limit, SkipTombstonesThrough = skipTombstonesThrough });

    /// <summary>Asserts that two entities are the same to the letter.</summary>
    protected static void AssertSame(ServerEntity expected, ServerEntity actual)
    {
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Scope, actual.Scope);
        Assert.Equal(expected.IsDeleted, actual.IsDeleted);
        Assert.Equal(Sorted(expected.State), Sorted(actual.State));
        Assert.Equal(expected.Stamps.OrderBy(s => s.Key), actual.Stamps.OrderBy(s => s.Key));
    }

    private static string[] Sorted(FieldValues state) =>
        [.. state.Select(field => $"{field.Key}: {JsonSerializer.Serialize(field.Value)}").Order(StringComparer.Ordinal)];

    private static IdempotencyKey Key(string offlineId, string user = "ann", string device = "d1", string entity = "note", string tenant = "") =>
        new(tenant, user, device, offlineId, entity);

    private static IdempotencyRecord RecordOf(IdempotencyKey key, long version = 1) => new()
    {
        Key = key,
        PayloadHash = "c0ffee",
        Number = 7,
        Generation = "g1",
        RecordedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567),
        Outcome = new AppliedChange { Entity = key.Entity, OfflineId = key.OfflineId, ServerId = "n1", NewVersion = version, Status = AppliedStatus.Merged, Data = FieldValues.Parse("""{"title":"é","amount":1.50}""") },
    };
}
