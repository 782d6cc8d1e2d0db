using System.Collections;
using System.Collections.Immutable;
using System.Collections.Specialized;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Athens.Sync.Device;
using Athens.Sync.Live;

namespace Athens.Sync;

/// <summary>
/// The entities of one type as a list that keeps itself current and tells of each change: what a user interface binds to. In ordinal
/// order of keys. Only rows that changed are touched; the objects of the others stay the same.
/// </summary>
/// <remarks>
/// <para>Changes are applied, and told, on the context that was given; read the list there too. Without one they are applied on any
/// thread, and a reader who enumerates meanwhile sees the list as it was when he began.</para>
/// <para>The objects are for showing: to edit one, read it from its set, so that an edit that is not saved is not shown.</para>
/// </remarks>
/// <typeparam name="TEntity">The app's entity type.</typeparam>
public sealed class SyncObservableList<TEntity> : IReadOnlyList<TEntity>, INotifyCollectionChanged, INotifyPropertyChanged, IAsyncDisposable
    where TEntity : class
{
    /// <summary>How many changes at once are told one by one; more are told as <see cref="NotifyCollectionChangedAction.Reset"/>.</summary>
    public const int ToldMax = 200;

    private readonly CancellationTokenSource stop = new();
    private readonly LiveReplicas rows;
    private readonly Func<ReplicaEntity, TEntity> materialize;
    private readonly SynchronizationContext? context;
    private volatile ImmutableList<TEntity> items = [];
    private volatile bool isDisposed;

    internal SyncObservableList(LiveReplicas rows, Func<ReplicaEntity, TEntity> materialize, SynchronizationContext? context)
    {
        this.rows = rows;
        this.materialize = materialize;
        this.context = context;
    }

    /// <inheritdoc />
    public event NotifyCollectionChangedEventHandler? CollectionChanged;

    /// <inheritdoc />
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>
    /// Ends when the list keeps itself current no more: it, or the engine, was disposed of. Fails with what the store failed with, or
    /// with what a handler of the list's events threw.
    /// </summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <inheritdoc />
    public int Count => items.Count;

    /// <inheritdoc />
    public TEntity this[int index] => items[index];

    /// <inheritdoc />
    public IEnumerator<TEntity> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Stops following. What the list holds stays.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "What following failed with is told by Completion.")]
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        await stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await Completion.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Disposing is not the place to hear of it.
        }
        rows.Dispose();
        stop.Dispose();
    }

    /// <summary>Fills the list, and begins to follow.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await rows.NextAsync(cancellationToken).ConfigureAwait(false) is { } all)
            items = [.. all.Select(change => materialize(change.Replica))];
        Completion = Task.Run(FollowAsync, CancellationToken.None);
    }

    private async Task FollowAsync()
    {
        try
        {
            while (await rows.NextAsync(stop.Token).ConfigureAwait(false) is { } changes)
                await OnContextAsync(() => Apply(changes)).WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The list was disposed of.
        }
    }

    private Task OnContextAsync(Action apply)
    {
        if (context is null)
        {
            apply();
            return Task.CompletedTask;
        }
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Post(_ => Complete(done, apply), null);
        return done.Task;
    }

    [SuppressMessage("Design", "CA1031", Justification = "What a handler throws goes to who waits, not to the context's own loop.")]
    private static void Complete(TaskCompletionSource done, Action apply)
    {
        try
        {
            apply();
            done.SetResult();
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

    private void Apply(IReadOnlyList<RowChange> changes)
    {
        if (isDisposed)
            return;
        int before = items.Count;
        if (changes.Count > ToldMax)
            ApplyAtOnce(changes);
        else
            ApplyOneByOne(changes);
        if (items.Count != before)
            PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(nameof(Count)));
        PropertyChanged?.Invoke(this, new PropertyChangedEventArgs("Item[]"));
    }

    private void ApplyAtOnce(IReadOnlyList<RowChange> changes)
    {
        ImmutableList<TEntity>.Builder next = items.ToBuilder();
        foreach (RowChange change in changes)
            LiveList.Apply(next, change, materialize);
        items = next.ToImmutable();
        CollectionChanged?.Invoke(this, new NotifyCollectionChangedEventArgs(NotifyCollectionChangedAction.Reset));
    }

    private void ApplyOneByOne(IReadOnlyList<RowChange> changes)
    {
        foreach (RowChange change in changes)
        {
            ImmutableList<TEntity> before = items;
            ImmutableList<TEntity>.Builder next = before.ToBuilder();
            LiveList.Apply(next, change, materialize);
            items = next.ToImmutable();
            CollectionChanged?.Invoke(this, Told(change, before, items));
        }
    }

    private static NotifyCollectionChangedEventArgs Told(RowChange change, ImmutableList<TEntity> before, ImmutableList<TEntity> now) => change.Kind switch
    {
        RowChangeKind.Insert => new NotifyCollectionChangedEventArgs(NotifyCollectionChangedAction.Add, now[change.Index], change.Index),
        RowChangeKind.Replace => new NotifyCollectionChangedEventArgs(NotifyCollectionChangedAction.Replace, now[change.Index], before[change.Index], change.Index),
        _ => new NotifyCollectionChangedEventArgs(NotifyCollectionChangedAction.Remove, before[change.Index], change.Index),
    };
}
