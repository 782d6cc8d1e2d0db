namespace Athens.Sync.LiteDb.Storage;

/// <summary>A file as the journal and the database need it: tests put one under them that fails, or forgets.</summary>
internal interface IBlockFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the end of the file or of the span; gives how much.</summary>
    int Read(Span<byte> into, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>When this returns, everything written before survives the loss of power.</summary>
    void Flush();
}
