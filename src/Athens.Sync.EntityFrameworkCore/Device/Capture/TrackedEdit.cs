using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Athens.Sync.Modeling;
using Athens.Sync.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>A tracked entity that EF writes, as an edit: what it is now, and what it was when the app was given it.</summary>
internal sealed class TrackedEdit
{
    private readonly EntityEntry entry;
    private readonly FieldValues now;
    private readonly FieldValues? original;
    private readonly FieldValues? loaded;

    public TrackedEdit(EntityTable table, EntityEntry entry, LoadedState? loaded)
    {
        this.entry = entry;
        Table = table;
        State = entry.State;
        Id = IdOf(table, entry);
        now = table.Entity.ReadState(entry.Entity);
        original = State is EntityState.Added ? null : table.Entity.ReadState(entry.OriginalValues.ToObject());
        this.loaded = original is null ? null : loaded?.Read();
        Written = [.. table.Fields.Where(field => State is EntityState.Added || entry.Property(field.Property.Name).IsModified)];
    }

    public EntityTable Table { get; }

    public EntityState State { get; }

    public EntityId Id { get; }

    /// <summary>The fields that EF writes.</summary>
    public IReadOnlyList<StoredField> Written { get; }

    /// <summary>The app's object.</summary>
    public object Entity => entry.Entity;

    /// <summary>What the app is shown once this is saved.</summary>
    public LoadedState Saved() => new(Table, entry.Entity);

    /// <summary>True once EF has written it and takes the object for unchanged.</summary>
    public bool IsAccepted => entry.State != State;

    /// <summary>False where EF writes only what the engine does not know of.</summary>
    public bool Matters => State is not EntityState.Modified || Written.Count > 0;

    /// <summary>The edit, given what the device shows; null where it has no such entity.</summary>
    public Edit Over(FieldValues? local, string offlineId, DateTimeOffset at, string? traceparent) => new()
    {
        Id = Id,
        Now = State is EntityState.Deleted ? FieldValues.Empty : State is EntityState.Added ? now : Named(field => IsEdited(field) ? now[field.Name] : Seen(field, local)),
        IsDeleted = State is EntityState.Deleted,
        Seen = original is null ? null : Named(field => Seen(field, local)),
        At = at,
        OfflineId = offlineId,
        Traceparent = traceparent,
    };

    private static EntityId IdOf(EntityTable table, EntityEntry entry)
    {
        string key = table.Entity.KeyOf(entry.Entity);
        return key.Length > 0
            ? new EntityId(table.Entity.Type, key)
            : throw new InvalidOperationException($"A {table.Entity.ClrType.Name} has no key: give {table.Key.Name} a value before it is added.");
    }

    private FieldValues Named(Func<FieldModel, JsonElement?> value) => FieldValues.From(
        from field in Table.Fields
        let said = value(field.Field)
        where said is not null
        select KeyValuePair.Create(field.Field.Name, said.Value));

    /// <summary>
    /// What the user was shown of a field; null where the replica does not have it. To the letter as the replica has it, where
    /// the two are the same value, for a base is the server's JSON and not written anew.
    /// </summary>
    private JsonElement? Seen(FieldModel field, FieldValues? local)
    {
        JsonElement? shown = local?.Find(field.Name);
        JsonElement? before = IsTold(field) ? original![field.Name] : loaded is null ? shown : loaded[field.Name];
        if (before is null || (shown is not null && field.AreEqual(before, shown)))
            return shown;
        return local is not null && shown is null && field.AreEqual(before, Unset(field)) ? null : before;
    }

    /// <summary>What the app's type says where nothing was ever said.</summary>
    private JsonElement Unset(FieldModel field) => field.Read(Table.Entity.Materialize(Id.Key, FieldValues.Empty));

    private bool IsEdited(FieldModel field) => entry.Property(field.PropertyName).IsModified;

    /// <summary>False where EF does not tell what the field was: it counts as modified and is what it was, as after <c>Update</c>, or the object is of the app's own making.</summary>
    private bool IsTold(FieldModel field)
    {
        PropertyEntry property = entry.Property(field.PropertyName);
        return loaded is not null && !(property.IsModified && property.Metadata.GetValueComparer().Equals(property.OriginalValue, property.CurrentValue));
    }
}
