using Athens.Sync.EntityFrameworkCore.Device.Entities;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>
/// What an object of the app's held when it was loaded or last saved. EF knows that only as long as its context tracks the
/// object; one that is edited without a context and given to another is still an edit of what the user was shown.
/// </summary>
internal sealed class LoadedState
{
    private readonly EntityTable table;
    private readonly string key;
    private readonly object?[] values;

    public LoadedState(EntityTable table, object entity)
    {
        this.table = table;
        key = table.Entity.KeyOf(entity);
        values = [.. table.Fields.Select(field => field.Property.GetValueComparer().Snapshot(field.Property.PropertyInfo!.GetValue(entity)))];
    }

    public FieldValues Read()
    {
        object entity = table.Entity.Materialize(key, FieldValues.Empty);
        foreach ((StoredField field, object? value) in table.Fields.Zip(values))
            field.Property.PropertyInfo!.SetValue(entity, value);
        return table.Entity.ReadState(entity);
    }
}
