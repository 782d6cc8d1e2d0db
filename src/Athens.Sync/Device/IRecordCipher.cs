namespace Athens.Sync.Device;

/// <summary>
/// Encrypts what a device's store keeps of each record, and gives it back: <see cref="AesGcmCipher"/>, or one of the app's own where
/// the platform has another. Safe to call from many threads.
/// </summary>
public interface IRecordCipher
{
    /// <summary>Encrypts a record. No two calls give the same bytes.</summary>
    /// <param name="record">The record, as UTF-8 JSON.</param>
    /// <param name="name">Which record it is: the same bytes must be given to <see cref="Open"/>, so that no record passes for another.</param>
    byte[] Seal(ReadOnlySpan<byte> record, ReadOnlySpan<byte> name);

    /// <summary>Decrypts a record.</summary>
    /// <exception cref="StoreException"><see cref="StoreFailure.WrongKey"/>: it is not encrypted, or with a key that this does not have.</exception>
    /// <exception cref="InvalidDataException">It is not what was encrypted, or is another record's.</exception>
    byte[] Open(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> name);
}
