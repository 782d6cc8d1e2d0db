namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>What an entry of the feed tells. Stored as its number.</summary>
internal enum EntryStatus
{
    /// <summary>The entity lives in this scope.</summary>
    Live = 0,

    /// <summary>The entity was deleted while it was in this scope.</summary>
    Deleted = 1,

    /// <summary>The entity went on to another scope.</summary>
    Left = 2,
}
