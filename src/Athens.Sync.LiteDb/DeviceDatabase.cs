using Athens.Sync.Device;
using Athens.Sync.LiteDb.Storage;
using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>The database of one store. Only the owner thread calls it.</summary>
internal sealed class DeviceDatabase : IDisposable
{
    private const int LogBytesKept = 4 << 20;

    private readonly StoreFiles files;
    private readonly RecordCodec codec;
    private PagedFile? pages;
    private MemoryStream log = new();
    private LiteEngine? engine;

    /// <summary>Opens the file, makes it where there is none, and checks it.</summary>
    /// <exception cref="StoreException">Among others <see cref="StoreFailure.Corrupt"/>: the file is damaged, and lies under the name that the message tells.</exception>
    public DeviceDatabase(StoreFiles files, RecordCodec codec)
    {
        this.files = files;
        this.codec = codec;
        try
        {
            Check();
        }
        catch (Exception e) when (StoreErrors.IsDamage(e))
        {
            Discard();
            string aside = files.MoveAside();
            throw new StoreException(StoreFailure.Corrupt, $"The store's file is damaged ({e.Message}) and was moved to '{aside}'. Opening the store again begins a new one.", e);
        }
    }

    public RawView Load(DeviceQuery query) => Guard(open => new RawView
    {
        Held = query.Held,
        State = Find(open, DeviceTables.Device, Rows.Id, [Rows.DeviceId]),
        Replicas =
        [
            .. Find(open, DeviceTables.Replicas, Rows.Id, query.Entities.Select(Rows.IdOf)),
            .. query.AwaitingParent ? Find(open, DeviceTables.Replicas, Rows.Awaits, [true]) : [],
        ],
        Items =
        [
            .. Find(open, DeviceTables.Outbox, Rows.Open, query.Entities.Select(Rows.NameOf)),
            .. Find(open, DeviceTables.Outbox, Rows.BlockedBy, query.BlockedBy.Select(Rows.NameOf)),
            .. Find(open, DeviceTables.Outbox, Rows.Id, query.Positions.Select(position => new BsonValue(position))),
            .. query.Sendable > 0 ? RowReader.Run(open, DeviceTables.Outbox, DeviceQueries.Sendable(query.Sendable)) : [],
        ],
    });

    public IReadOnlyList<BsonDocument> ReadReplicas(ReplicaFilter filter) =>
        Guard(open => RowReader.Scan(open, DeviceTables.Replicas, after => DeviceQueries.Replicas(filter, after)).ToList());

    public IReadOnlyList<BsonDocument> ReadOutbox(OutboxFilter filter) => Guard(open => filter.Status is { } status
        ? RowReader.Run(open, DeviceTables.Outbox, DeviceQueries.Outbox(filter, status)).OrderBy(row => row[Rows.Id].AsInt64).ToList()
        : RowReader.Scan(open, DeviceTables.Outbox, after => DeviceQueries.Outbox(filter, after)).ToList());

    /// <summary>Shows how LiteDB goes about a query: which index it takes.</summary>
    public BsonDocument Explain(string collection, Query query)
    {
        query.ExplainPlan = true;
        return Guard(open => RowReader.Run(open, collection, query)[0]);
    }

    public bool Commit(Batch batch)
    {
        long stored = Guard(open => Find(open, DeviceTables.Device, Rows.Id, [Rows.DeviceId]).FirstOrDefault()?[Rows.Revision].AsInt64 ?? 0);
        if (stored != batch.Revision - 1)
            return false;
        long written = pages!.RecordsWritten;
        try
        {
            Write(engine!, batch);
        }
        catch (Exception e)
        {
            bool isDurable = pages.RecordsWritten > written;
            StoreException failure = Failed(e);
            return isDurable ? true : throw failure;
        }
        return true;
    }

    /// <summary>Remembers damage that was met in a row, so that the next opening checks the whole file.</summary>
    public void Suspect() => files.Suspect();

    public void Dispose()
    {
        try
        {
            engine?.Dispose();
            pages?.Finish();
        }
        finally
        {
            files.Dispose();
        }
    }

    private void Check()
    {
        PagedFile file = files.Open();
        file.CheckEnd();
        if (files.IsToBeChecked)
        {
            file.CheckPages();
            IntegrityCheck.Run(Engine());
            Discard(); // with the memory that reading everything took
        }
        // The device's record shows whether the key is the right one.
        foreach (BsonDocument row in Find(Engine(), DeviceTables.Device, Rows.Id, [Rows.DeviceId]))
            Rows.State(row, codec);
        files.ClearSuspicion();
    }

    private void Write(LiteEngine open, Batch batch)
    {
        open.BeginTrans();
        open.Delete(DeviceTables.Replicas, batch.DeleteReplicas);
        open.Delete(DeviceTables.Outbox, batch.DeleteItems);
        Put(open, DeviceTables.Replicas, batch.PutReplicas);
        Put(open, DeviceTables.Outbox, batch.PutItems);
        open.Upsert(DeviceTables.Device, [batch.State], BsonAutoId.Int64);
        open.Commit();
        open.Checkpoint();
        if (log.Capacity > LogBytesKept)
            log.Capacity = 0;
    }

    private static List<BsonDocument> Find(LiteEngine open, string collection, string column, IEnumerable<BsonValue> values)
    {
        var wanted = new BsonArray(values.Distinct());
        return wanted.Count == 0 || KeyRange.IsEmpty(open, collection, column, wanted) ? [] : RowReader.Run(open, collection, DeviceQueries.In(column, wanted));
    }

    /// <summary>Inserts or replaces rows. LiteDB looks each up before it inserts it; where all are new, that is left out.</summary>
    private static void Put(LiteEngine open, string collection, IReadOnlyList<BsonDocument> rows)
    {
        HashSet<BsonValue> ids = [.. rows.Select(row => row[Rows.Id])];
        if (ids.Count == rows.Count && KeyRange.IsEmpty(open, collection, Rows.Id, ids))
            open.Insert(collection, rows, BsonAutoId.Int64);
        else
            open.Upsert(collection, rows, BsonAutoId.Int64);
    }

    private T Guard<T>(Func<LiteEngine, T> read)
    {
        try
        {
            return read(Engine());
        }
        catch (Exception e) when (e is not StoreException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Drops the engine, and remembers damage until the file is opened anew.</summary>
    private StoreException Failed(Exception e)
    {
        Discard();
        StoreException failure = StoreErrors.From(e);
        if (failure.Failure is StoreFailure.Corrupt)
            files.Suspect();
        return failure;
    }

    /// <summary>The engine; after a failure a new one, over what the files hold.</summary>
    private LiteEngine Engine()
    {
        if (engine is not null)
            return engine;
        pages = files.Open();
        log = new MemoryStream();
        engine = new LiteEngine(new EngineSettings { DataStream = pages, LogStream = log, TempStream = new MemoryStream(), Collation = Collation.Binary });
        DeviceTables.Ensure(engine);
        return engine;
    }

    /// <summary>Drops an engine that failed: what it holds in memory is no longer what is in the file.</summary>
    private void Discard()
    {
        pages?.Abandon();
        engine?.Dispose();
        (engine, pages) = (null, null);
    }
}
