using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>
/// The statements over a device's records on one open connection. Each is prepared when it is first run and kept: a row costs its
/// binding and its step, and none of EF's. SQLite answers on the calling thread, so that nothing is awaited.
/// </summary>
internal sealed class RecordCommands(DbConnection connection, RecordStatements statements) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = [];

    public RecordStatements Statements => statements;

    /// <summary>The transaction of EF's that the statements run in; null where there is none, or it was begun by a statement.</summary>
    public DbTransaction? Transaction { get; init; }

    /// <summary>Ends the work between two statements.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>For one piece of work on a context, in its transaction.</summary>
    public static RecordCommands On(ContextCall call) => new(call.Context.Database.GetDbConnection(), RecordStatements.Of(call.Context))
    {
        Transaction = call.Context.Database.CurrentTransaction?.GetDbTransaction(),
        CancellationToken = call.CancellationToken,
    };

    /// <summary>Runs a statement, and tells how many rows it wrote.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query; the reader is disposed of before the next statement.</summary>
    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Values as one parameter, however many they are: the statement stays the same.</summary>
    public static string List<T>(IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (T value in values)
                write(json, value);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public void Dispose()
    {
        foreach (DbCommand command in prepared.Values)
            command.Dispose();
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (!prepared.TryGetValue(sql, out DbCommand? command))
            prepared[sql] = command = Prepare(sql, values.Length);
        for (int n = 0; n < values.Length; n++)
            command.Parameters[n].Value = values[n] ?? DBNull.Value;
        return command;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of names from the EF model; values are parameters.")]
    private DbCommand Prepare(string sql, int parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Transaction;
        for (int n = 0; n < parameters; n++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{n}");
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
