namespace Athens.Sync.LiteDb.Storage;

/// <summary>What a file holds is not what was written to it.</summary>
internal sealed class DamagedFileException(string message) : Exception(message);
