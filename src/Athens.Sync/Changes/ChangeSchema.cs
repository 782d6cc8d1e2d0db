namespace Athens.Sync.Changes;

/// <summary>Carries a change of an older schema over to the present one.</summary>
internal static class ChangeSchema
{
    public static Change Upcast(this SyncModel model, Change change, int from) => from >= model.SchemaVersion ? change : change with
    {
        Data = model.Upcast(change.Entity, change.Data, from),
        Base = change.Base is null ? null : model.Upcast(change.Entity, change.Base, from),
    };
}
