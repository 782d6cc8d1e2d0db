using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Athens.Sync.EntityFrameworkCore.Units;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>
/// The server's store over an app's own context. Each unit has a service scope of its own, and with it a context that the app's
/// rules share. Units and the app's own saves write the feed in the same way.
/// </summary>
/// <typeparam name="TContext">The app's context, configured with <c>UseAthensSync</c>.</typeparam>
public sealed class EfServerStore<TContext> : IServerStore, IDisposable
    where TContext : DbContext
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan DelayMax = TimeSpan.FromMilliseconds(640);
    private static readonly TimeSpan LineWaitMax = TimeSpan.FromSeconds(30);

    private const int AttemptsMax = 16;
    private const int BatchesBeforeAPage = 10;

    private readonly SemaphoreSlim line = new(1, 1);
    private readonly IServiceScopeFactory scopes;
    private readonly SyncModel model;
    private readonly SyncIds ids;
    private readonly TimeProvider time;
    private readonly Lazy<SyncMapping> mapping;

    /// <summary>Makes a store over the context that scopes of the app give.</summary>
    public EfServerStore(IServiceScopeFactory scopes, SyncModel model, SyncIds ids, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(time);
        this.scopes = scopes;
        this.model = model;
        this.ids = ids;
        this.time = time;
        mapping = new Lazy<SyncMapping>(ReadMapping);
    }

    /// <inheritdoc />
    public Task<string> GetEpochAsync(CancellationToken cancellationToken = default) => RetryAsync(
        async () =>
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
                return await ReadEpochAsync(new ContextCall(ContextOf(scope), true, cancellationToken)).ConfigureAwait(false);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return RetryAsync(() => mapping.Value.Dialect.HasOneWriter ? InLineAsync(unit, cancellationToken) : AttemptAsync(unit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1);
        return mapping.Value.HasMarks ? CatchUpAndReadAsync(request, cancellationToken) : RetryAsync(() => ReadPageAsync(request, cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        MaintainAsync((session, dialect) => dialect.Devices.ForgetAsync(session, before.UtcTicks), cancellationToken);

    /// <inheritdoc />
    public Task<int> ReclaimLeasesAsync(DateTimeOffset expiredBefore, CancellationToken cancellationToken = default) =>
        MaintainAsync((session, dialect) => dialect.Leases.ReclaimAsync(session, expiredBefore.UtcTicks), cancellationToken);

    /// <inheritdoc />
    public Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(position);
        return MaintainAsync(
            async (session, dialect) =>
            {
                await dialect.Feeds.NoteAsync(session, position).ConfigureAwait(false);
                return 0;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default) =>
        MaintainAsync((session, dialect) => dialect.Feeds.CollectAsync(session, liveSince.UtcTicks), cancellationToken);

    /// <inheritdoc />
    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => NewCatchUp().RunAsync(cancellationToken);

    /// <inheritdoc />
    public FieldValues Normalize(EntityModel entity, FieldValues values)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(values);
        return mapping.Value.Of(entity.Type).Alterations.Apply(values);
    }

    /// <inheritdoc />
    public void Dispose() => line.Dispose();

    private static TContext ContextOf(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<TContext>();

    private SyncMapping ReadMapping()
    {
        using IServiceScope scope = scopes.CreateScope();
        TContext context = scope.ServiceProvider.GetRequiredService<TContext>();
        SyncOptionsExtension.InterceptorOf(context);
        return SyncMapping.Of(context, model);
    }

    private async Task<string> ReadEpochAsync(ContextCall call)
    {
        await call.Context.Database.OpenConnectionAsync(call.CancellationToken).ConfigureAwait(false);
        return await mapping.Value.Dialect.ReadEpochAsync(new SqlSession(call), ids).ConfigureAwait(false);
    }

    /// <summary>Where the database has one writer, waiting here costs less than being refused there.</summary>
    private async Task<TResult> InLineAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken)
    {
        if (!await line.WaitAsync(LineWaitMax, cancellationToken).ConfigureAwait(false))
            throw new StoreException(StoreFailure.Busy, "Other transactions did not end in time.");
        try
        {
            return await AttemptAsync(unit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>A race for a key is run again, and then met.</summary>
    private async Task<TResult> AttemptAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken)
    {
        var added = new List<EntityId>();
        try
        {
            return await RunAsync(unit, added, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Constraint && added.Count > 0)
        {
            await TellRaceAsync(added, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task TellRaceAsync(List<EntityId> made, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            await KeyRace.TellAsync(new ContextCall(ContextOf(scope), true, cancellationToken), mapping.Value, made).ConfigureAwait(false);
    }

    private async Task<TResult> RunAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, List<EntityId> added, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            TContext context = ContextOf(scope);
            return await SingleRun.RunAsync(context, () => RunAsync(unit, added, context, scope.ServiceProvider, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<TResult> RunAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, List<EntityId> added, TContext context, IServiceProvider services, CancellationToken cancellationToken)
    {
        IDbContextTransaction transaction = await mapping.Value.Dialect.BeginWriteAsync(context, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            FeedUnit feed = SyncOptionsExtension.InterceptorOf(context).UnitOf(transaction.GetDbTransaction())!;
            var open = new EfServerTransaction(context, services, mapping.Value, feed, added);
            return await LostConnection.TellAsync(context, () => CompleteAsync(unit, open, transaction, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static async Task<TResult> CompleteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, EfServerTransaction open, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        TResult result = await unit(open, cancellationToken).ConfigureAwait(false);
        await open.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Runs the engine's own statements in a transaction that changes no entity.</summary>
    private Task<int> MaintainAsync(Func<SqlSession, Dialect, Task<int>> work, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                TContext context = ContextOf(scope);
                IDbContextTransaction transaction = await mapping.Value.Dialect.BeginWriteAsync(context, cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var session = new SqlSession(new ContextCall(context, true, cancellationToken));
                    int count = await LostConnection.TellAsync(context, () => work(session, mapping.Value.Dialect)).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return count;
                }
            }
        },
        cancellationToken);

    private CatchUp NewCatchUp() => new(
        mapping.Value,
        (work, cancellationToken) => ExecuteAsync((transaction, token) => work(((EfServerTransaction)transaction).CatchUp(token)), cancellationToken));

    /// <summary>What triggers noted is told before a page is read. A database that is busy for long must not hold up the page.</summary>
    private async Task<FeedPage> CatchUpAndReadAsync(FeedRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (await RetryAsync(() => HasMarksAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
                await NewCatchUp().TakeMarksAsync(BatchesBeforeAPage, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Busy)
        {
            // The marks stay, for the next page or for maintenance.
        }
        return await RetryAsync(() => ReadPageAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> HasMarksAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            return await ContextOf(scope).Set<MarkRow>().AnyAsync(mark => mark.Problem == null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FeedPage> ReadPageAsync(FeedRequest request, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            TContext context = ContextOf(scope);
            return await SingleRun.RunAsync(context, () => ReadPageAsync(request, context, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<FeedPage> ReadPageAsync(FeedRequest request, TContext context, CancellationToken cancellationToken)
    {
        IAsyncDisposable snapshot = await mapping.Value.Dialect.BeginReadAsync(context, cancellationToken).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            var pages = new FeedPages(mapping.Value, new ContextCall(context, true, cancellationToken));
            return await LostConnection.TellAsync(context, () => pages.ReadAsync(request)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the whole work again where it lost a race; a fresh context each time.</summary>
    private async Task<TResult> RetryAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (Exception exception) when (Failure(exception) is { } failure)
            {
                if (failure.Failure is not StoreFailure.Busy || attempt == AttemptsMax)
                    throw failure;
                await Task.Delay(DelayBefore(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Doubles up to a bound, and is spread by the clock: those who lost the same race must not meet again.</summary>
    private TimeSpan DelayBefore(int attempt)
    {
        TimeSpan delay = FirstDelay * (1 << Math.Min(attempt - 1, 16));
        return (delay < DelayMax ? delay : DelayMax) * (0.5 + time.GetTimestamp() % 1000 / 1000.0);
    }

    private StoreException? Failure(Exception exception) => StoreFailures.Of(exception, mapping.Value.Dialect);
}
