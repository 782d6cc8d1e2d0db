namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>What an EF model says of synced entity types, so that a migration knows them without the app's classes.</summary>
internal static class SyncAnnotations
{
    /// <summary>The wire name of an entity type.</summary>
    public const string Type = "AthensSync:Type";

    /// <summary>The names of the properties that are fields, with a space between.</summary>
    public const string Fields = "AthensSync:Fields";
}
