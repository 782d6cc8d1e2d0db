using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>Runs the engine's own statements on a context's connection and in its transaction, past its change tracker.</summary>
internal sealed class SqlSession(ContextCall call)
{
    public DbContext Context => call.Context;

    /// <summary>Runs a statement with parameters <c>@p0</c>, <c>@p1</c> and so on, and tells how many rows it wrote.</summary>
    public async Task<int> ExecuteAsync(string sql, params IReadOnlyList<object?> values)
    {
        using DbCommand command = Command(sql, values);
        return call.IsAsync ? await command.ExecuteNonQueryAsync(call.CancellationToken).ConfigureAwait(false) : command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that answers with one number.</summary>
    public async Task<long> NumberAsync(string sql, params IReadOnlyList<object?> values)
    {
        using DbCommand command = Command(sql, values);
        object? answer = call.IsAsync ? await command.ExecuteScalarAsync(call.CancellationToken).ConfigureAwait(false) : command.ExecuteScalar();
        return Convert.ToInt64(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a statement that answers with one number a row.</summary>
    public async Task<IReadOnlyList<long>> NumbersAsync(string sql, params IReadOnlyList<object?> values)
    {
        using DbCommand command = Command(sql, values);
        using DbDataReader reader = call.IsAsync ? await command.ExecuteReaderAsync(call.CancellationToken).ConfigureAwait(false) : command.ExecuteReader();
        var numbers = new List<long>();
        while (call.IsAsync ? await reader.ReadAsync(call.CancellationToken).ConfigureAwait(false) : reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    /// <summary>Parameter names for rows of values: <c>(@p0, @p1), (@p2, @p3)</c>.</summary>
    public static string Rows(int rows, int columns) => string.Join(", ", Enumerable.Range(0, rows)
        .Select(row => $"({string.Join(", ", Enumerable.Range(row * columns, columns).Select(n => $"@p{n}"))})"));

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of names from the EF model; values are parameters.")]
    private DbCommand Command(string sql, IReadOnlyList<object?> values)
    {
        DbConnection connection = Context.Database.GetDbConnection();
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Context.Database.CurrentTransaction?.GetDbTransaction();
        if (Context.Database.GetCommandTimeout() is { } timeout)
            command.CommandTimeout = timeout;
        for (int n = 0; n < values.Count; n++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = $"p{n}";
            parameter.Value = values[n] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
