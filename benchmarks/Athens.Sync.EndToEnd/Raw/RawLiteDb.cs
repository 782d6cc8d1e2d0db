using System.Diagnostics;
using System.Text.Json;
using Athens.Sync.EndToEnd.Permits;
using LiteDB;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>LiteDB with nothing over it: a key and a text of JSON for each row.</summary>
public sealed class RawLiteDb : IDisposable
{
    private readonly LiteDatabase database;
    private readonly ILiteCollection<BsonDocument> rows;

    public RawLiteDb(string file)
    {
        database = new LiteDatabase($"Filename={file};Connection=direct");
        rows = database.GetCollection("permits", BsonAutoId.ObjectId);
    }

    /// <summary>Rows a second, all in one transaction, and on the disk.</summary>
    public double OneTransaction(string scope, int count)
    {
        List<BsonDocument> made = [.. Enumerable.Range(0, count).Select(n => Row(scope, n))];
        long begun = Stopwatch.GetTimestamp();
        database.BeginTrans();
        foreach (BsonDocument row in made)
            rows.Upsert(row);
        database.Commit();
        database.Checkpoint();
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>How long each of so many single rows takes until it is on the disk.</summary>
    public List<TimeSpan> TransactionARow(string scope, int count)
    {
        List<BsonDocument> made = [.. Enumerable.Range(0, count).Select(n => Row(scope, n))];
        var times = new List<TimeSpan>(count);
        foreach (BsonDocument row in made)
        {
            long begun = Stopwatch.GetTimestamp();
            rows.Upsert(row);
            database.Checkpoint();
            times.Add(Stopwatch.GetElapsedTime(begun));
        }
        return times;
    }

    public void Dispose() => database.Dispose();

    private static BsonDocument Row(string scope, int number)
    {
        Permit permit = PermitMaker.Make(scope, number);
        return new BsonDocument { ["_id"] = permit.Id, ["json"] = System.Text.Json.JsonSerializer.Serialize(permit, PermitJson.Default.Permit) };
    }
}
