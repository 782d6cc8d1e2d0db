using Athens.Sync.Device;

namespace Athens.Sync.Live;

/// <summary>One step that takes a live list to its present state. The index is that of the list after the steps before it.</summary>
/// <param name="Kind">What becomes of the row.</param>
/// <param name="Index">Where.</param>
/// <param name="Replica">The new row, or the one that goes.</param>
internal readonly record struct RowChange(RowChangeKind Kind, int Index, ReplicaEntity Replica);
