using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Brings into the feeds what they do not tell yet, a batch of entities in each unit.</summary>
/// <param name="mapping">Where entities are.</param>
/// <param name="run">Runs one unit: in a transaction of its own, and again where it lost a race.</param>
internal sealed class CatchUp(SyncMapping mapping, Func<Func<CatchUpUnit, Task<CatchUpBatch>>, CancellationToken, Task<CatchUpBatch>> run)
{
    private const int BatchMax = 500;

    /// <summary>Tells what triggers noted, as many batches of it as are asked for.</summary>
    /// <returns>How many entities were told.</returns>
    public async Task<int> TakeMarksAsync(int batches, CancellationToken cancellationToken)
    {
        int told = 0;
        int looked = BatchMax;
        for (int n = 0; n < batches && looked == BatchMax; n++)
        {
            CatchUpBatch batch = await run(unit => unit.TakeMarksAsync(BatchMax), cancellationToken).ConfigureAwait(false);
            told += batch.Told;
            looked = batch.Looked;
        }
        return told;
    }

    /// <summary>Tells everything: what triggers noted, the set-aside once more, and rows that were there before the engine.</summary>
    public async Task<CatchUpReport> RunAsync(CancellationToken cancellationToken)
    {
        int told = 0;
        var unplaced = new HashSet<EntityId>();
        if (mapping.HasMarks)
        {
            await run(unit => unit.ResetMarksAsync(), cancellationToken).ConfigureAwait(false);
            told += await TakeMarksAsync(int.MaxValue, cancellationToken).ConfigureAwait(false);
            unplaced.UnionWith((await run(unit => unit.ReadSetAsideAsync(), cancellationToken).ConfigureAwait(false)).Unplaced);
        }
        foreach (EntityMapping type in mapping.Entities)
        {
            string? last = null;
            do
            {
                string? after = last;
                CatchUpBatch batch = await run(unit => unit.AdoptAsync(type, after, BatchMax), cancellationToken).ConfigureAwait(false);
                told += batch.Told;
                unplaced.UnionWith(batch.Unplaced);
                last = batch.Last;
            }
            while (last is not null);
        }
        return new CatchUpReport(told, [.. unplaced.Order()]);
    }
}
