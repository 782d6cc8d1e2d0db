using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>A transaction that only reads, all of it from one state. EF can only begin ones that wait for writers.</summary>
internal sealed class ReadSnapshot : IAsyncDisposable
{
    private readonly ContextCall call;

    private ReadSnapshot(ContextCall call) => this.call = call;

    public static async Task<ReadSnapshot> BeginAsync(ContextCall call)
    {
        await new SqlSession(call).ExecuteAsync("BEGIN DEFERRED").ConfigureAwait(false);
        return new ReadSnapshot(call);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await new SqlSession(call with { CancellationToken = CancellationToken.None }).ExecuteAsync("ROLLBACK").ConfigureAwait(false);
        }
        catch (DbException)
        {
            // SQLite ends a transaction by itself where something failed badly; that failure is what is told.
        }
    }
}
