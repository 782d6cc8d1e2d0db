namespace Athens.Sync.Live;

/// <summary>What becomes of a row of a live list.</summary>
internal enum RowChangeKind
{
    Insert,
    Replace,
    Remove,
}
