using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Live;

/// <summary>Follows the entities of one type as immutable lists, of which each shares what did not change with the one before.</summary>
internal static class LiveList
{
    public static async IAsyncEnumerable<IReadOnlyList<TEntity>> WatchAsync<TEntity>(DeviceCommands commands, EntityModel entity, Func<ReplicaEntity, TEntity> materialize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rows = new LiveReplicas(commands, entity);
        ImmutableList<TEntity> shown = [];
        while (await rows.NextAsync(cancellationToken).ConfigureAwait(false) is { } changes)
        {
            ImmutableList<TEntity>.Builder next = shown.ToBuilder();
            foreach (RowChange change in changes)
                Apply(next, change, materialize);
            yield return shown = next.ToImmutable();
        }
    }

    public static void Apply<TEntity>(ImmutableList<TEntity>.Builder list, RowChange change, Func<ReplicaEntity, TEntity> materialize)
    {
        switch (change.Kind)
        {
            case RowChangeKind.Insert:
                list.Insert(change.Index, materialize(change.Replica));
                break;
            case RowChangeKind.Replace:
                list[change.Index] = materialize(change.Replica);
                break;
            default:
                list.RemoveAt(change.Index);
                break;
        }
    }
}
