using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Signatures;
using Athens.Sync;
using Athens.Sync.Device;

namespace Athens.Ptw.App.Permits;

/// <summary>Keeps the details of one permit current, and tells of each change.</summary>
internal sealed class PermitWatch(SyncClient client, string key, Func<Task> changed) : IDisposable
{
    private readonly CancellationTokenSource stop = new();

    /// <summary>Null until it is read, and where there is no such permit.</summary>
    public PermitDetails? Details { get; private set; }

    /// <summary>True once it is known whether there is one.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What kept it from staying current; null while nothing did.</summary>
    public Exception? Fault { get; private set; }

    public void Start()
    {
        _ = WatchAsync(client.Set<Permit>().WatchAsync(key, stop.Token), permit =>
        {
            IsRead = true;
            Details = permit is null ? null : (Details ?? new PermitDetails(permit)) with { Permit = permit };
        });
        Follow<IsolationPoint>(point => point.PermitId, (details, points) => details with { Points = [.. points.OrderBy(point => point.Name, StringComparer.CurrentCulture)] });
        Follow<GasReading>(reading => reading.PermitId, (details, readings) => details with { Readings = [.. readings.OrderByDescending(reading => reading.TakenAt)] });
        Follow<PermitPhoto>(photo => photo.PermitId, (details, photos) => details with { Photos = [.. photos.OrderByDescending(photo => photo.TakenAt)] });
        Follow<Signature>(signature => signature.PermitId, (details, signatures) => details with { Signatures = [.. signatures.OrderBy(signature => signature.SignedAt)] });
        Follow<Closeout>(closeout => closeout.PermitId, (details, closeouts) => details with { Closeouts = [.. closeouts] });
        _ = WatchAsync(client.WatchOutboxAsync(null, stop.Token), items => Change(details => details with { States = OutboxStates.Of(items) }));
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private void Follow<T>(Func<T, string> permit, Func<PermitDetails, IEnumerable<T>, PermitDetails> take)
        where T : class =>
        _ = WatchAsync(client.Set<T>().WatchListAsync(stop.Token), list => Change(details => take(details, list.Where(item => permit(item) == key))));

    /// <summary>The lists may be read before the permit is.</summary>
    private void Change(Func<PermitDetails, PermitDetails> change) => Details = change(Details ?? new PermitDetails(new Permit { Id = "" }));

    private async Task WatchAsync<T>(IAsyncEnumerable<T> source, Action<T> take)
    {
        try
        {
            await foreach (T now in source)
            {
                take(now);
                await changed();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (SyncException e)
        {
            Fault = e;
            await changed();
        }
    }
}
