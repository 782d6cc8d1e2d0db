using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>A row that a unit holds.</summary>
/// <param name="type">Its type.</param>
/// <param name="entity">The app's object, with what the row has.</param>
/// <param name="version">The row's version.</param>
internal sealed class HeldRow(EntityMapping type, object entity, long version)
{
    private FieldValues? state;

    public object Entity { get; } = entity;

    public long Version { get; private set; } = version;

    public FieldValues State => state ??= type.Entity.ReadState(Entity);

    /// <summary>Notes that the row has what was put into the object.</summary>
    public void Note(long version)
    {
        Version = version;
        state = null;
    }
}
