using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>
/// Reads a whole file, so that damage is met when the store is opened and not in the middle of a command: the pages and
/// indexes by SQLite's own check, each record by its checksum, and each column by the record that it stands for.
/// </summary>
internal static class FileCheck
{
    /// <exception cref="DamagedRecordException">Something is not as it was written.</exception>
    public static async Task RunAsync(ContextCall call, RecordCodec codec)
    {
        string found = await Scalar.TextAsync(call, "PRAGMA integrity_check(1)").ConfigureAwait(false);
        if (found != "ok")
            throw new DamagedRecordException(found);
        foreach (StateRow row in Read<StateRow>(call).Where(row => row.Json is not null))
            Expect(Rows.State(row, codec).Revision == row.Revision);
        foreach (ReplicaRow row in Read<ReplicaRow>(call))
            Expect(Columns(Rows.Of(Rows.Replica(row, codec), codec)) == Columns(row));
        foreach (OutboxRow row in Read<OutboxRow>(call))
            Expect(Columns(Rows.Of(Rows.Item(row, codec), codec)) == Columns(row));
    }

    private static IEnumerable<TRow> Read<TRow>(ContextCall call)
        where TRow : class => call.Context.Set<TRow>().AsNoTracking().AsEnumerable();

    // The JSON is left out: a later release may write a record with more in it, and that is no damage.
    private static (string, string, int, int) Columns(ReplicaRow r) => (r.Type, r.Key, r.Visible, r.Awaits);

    private static (long, string, string, int, string?, long?, string?) Columns(OutboxRow i) => (i.Position, i.Type, i.Key, i.Status, i.OpenKey, i.SendOrder, i.BlockedBy);

    private static void Expect(bool isSo)
    {
        if (!isSo)
            throw new DamagedRecordException("A column of a record is not what was written.");
    }
}
