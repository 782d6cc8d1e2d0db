namespace Athens.Sync.Wire;

/// <summary>The limits of the wire; both ends check them.</summary>
public sealed record SyncLimits
{
    /// <summary>The limits unless an app says otherwise.</summary>
    public static SyncLimits Default { get; } = new();

    /// <summary>The largest body, in bytes as sent. 4 MiB.</summary>
    public int BodyBytesMax { get; init; } = 4 << 20;

    /// <summary>The largest body, in bytes after decompression. 8 MiB.</summary>
    public int DecompressedBytesMax { get; init; } = 8 << 20;

    /// <summary>The most changes in a push. 500.</summary>
    public int ChangesMax { get; init; } = 500;

    /// <summary>The most questions for blocks of values in a push. 100.</summary>
    public int ReservesMax { get; init; } = 100;

    /// <summary>The most values of one block. 10,000.</summary>
    public int BlockMax { get; init; } = 10_000;

    /// <summary>The most levels of nested JSON. 16.</summary>
    public int DepthMax { get; init; } = Json.DepthMax;

    /// <summary>The most fields of one object. 256.</summary>
    public int FieldsMax { get; init; } = 256;

    /// <summary>The longest text of a value, in UTF-8 bytes. 64 KiB.</summary>
    public int TextBytesMax { get; init; } = 64 << 10;

    /// <summary>The longest number, in characters as sent. 128.</summary>
    public int NumberCharsMax { get; init; } = 128;

    /// <summary>The longest array. 10,000.</summary>
    public int ArrayMax { get; init; } = 10_000;

    /// <summary>The longest key, offline id, device id or field name, in characters. 128.</summary>
    public int KeyCharsMax { get; init; } = 128;

    /// <summary>The most entities of a pull page. 1,000.</summary>
    public int PageEntitiesMax { get; init; } = 1_000;

    /// <summary>The bytes of state at which a pull page ends. 2 MiB.</summary>
    public int PageBytesMax { get; init; } = 2 << 20;
}
