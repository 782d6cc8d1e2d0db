namespace Athens.Sync.Testing.ServerStores;

/// <summary>Belongs to a <see cref="Note"/> and lives in its scope. Its key is a UUID.</summary>
public sealed class Attachment
{
    /// <summary>The key.</summary>
    public Guid Id { get; set; }

    /// <summary>The note.</summary>
    public string NoteId { get; set; } = "";

    /// <summary>The file's name.</summary>
    public string FileName { get; set; } = "";
}
