namespace Athens.Sync.LiteDb.Storage;

/// <summary>One page of the database file, as it shall be.</summary>
internal readonly record struct Page(long Offset, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How long every page of a LiteDB file is.</summary>
    public const int Size = 8192;
}
