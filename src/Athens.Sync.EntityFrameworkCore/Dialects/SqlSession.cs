using System.Data.Common;
using System.Globalization;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Dialects;

/// <summary>
/// Runs the engine's own statements on a context's connection and in its transaction, past its change tracker. They go through
/// EF's commands, so that the app's interceptors, logs and traces see them.
/// </summary>
internal sealed class SqlSession(ContextCall call)
{
    public DbContext Context => call.Context;

    /// <summary>Runs a statement with parameters <c>@p0</c>, <c>@p1</c> and so on, and tells how many rows it wrote.</summary>
    public Task<int> ExecuteAsync(string sql, params IReadOnlyList<object?> values) => ExecuteAsync(sql, values, null);

    /// <summary>As the other, with parameters of the types given.</summary>
    public async Task<int> ExecuteAsync(string sql, IReadOnlyList<object?> values, IReadOnlyList<RelationalTypeMapping>? types)
    {
        IRelationalCommand command = Command(sql, values, types);
        return call.IsAsync ? await command.ExecuteNonQueryAsync(Surroundings(), call.CancellationToken).ConfigureAwait(false) : command.ExecuteNonQuery(Surroundings());
    }

    /// <summary>Runs a statement that answers with one number.</summary>
    public async Task<long> NumberAsync(string sql, params IReadOnlyList<object?> values)
    {
        IRelationalCommand command = Command(sql, values);
        object? answer = call.IsAsync ? await command.ExecuteScalarAsync(Surroundings(), call.CancellationToken).ConfigureAwait(false) : command.ExecuteScalar(Surroundings());
        return Convert.ToInt64(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a query.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Makes of each row what is wanted of it.</param>
    /// <param name="values">Its parameters, <c>@p0</c>, <c>@p1</c> and so on.</param>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, params IReadOnlyList<object?> values)
    {
        IRelationalCommand command = Command(sql, values);
        using RelationalDataReader reader = call.IsAsync ? await command.ExecuteReaderAsync(Surroundings(), call.CancellationToken).ConfigureAwait(false) : command.ExecuteReader(Surroundings());
        var rows = new List<T>();
        while (call.IsAsync ? await reader.ReadAsync(call.CancellationToken).ConfigureAwait(false) : reader.Read())
            rows.Add(read(reader.DbDataReader));
        return rows;
    }

    /// <summary>
    /// Runs a statement once for each row of values, prepared once, and tells how many rows it wrote. For a database without round
    /// trips: interceptors, logs and traces are told of one command, with the first row's values.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="rows">The values, as the columns take them.</param>
    /// <param name="types">What else a column's parameter is to be; null where the values say it all.</param>
    public async Task<int> ExecuteEachAsync(string sql, IReadOnlyList<object?[]> rows, IReadOnlyList<RelationalTypeMapping>? types = null)
    {
        if (rows.Count == 0)
            return 0;
        var told = new ToldCommand(call, Surroundings(), Command(sql, rows[0], types));
        return await told.ExecuteAsync(command => ExecuteEach(command, rows)).ConfigureAwait(false);
    }

    /// <summary>Parameter names for rows of values: <c>(@p0, @p1), (@p2, @p3)</c>.</summary>
    public static string Rows(int rows, int columns) => string.Join(", ", Enumerable.Range(0, rows)
        .Select(row => $"({string.Join(", ", Enumerable.Range(row * columns, columns).Select(n => $"@p{n}"))})"));

    private IRelationalCommand Command(string sql, IReadOnlyList<object?> values, IReadOnlyList<RelationalTypeMapping>? types = null)
    {
        IRelationalCommandBuilder builder = Context.GetService<IRelationalCommandBuilderFactory>().Create().Append(sql);
        if (values.Count == 0)
            return builder.Build();
        using DbCommand maker = Context.Database.GetDbConnection().CreateCommand();
        for (int n = 0; n < values.Count; n++)
        {
            // Without the @, SQLite's provider tries every prefix that a name may have.
            DbParameter parameter = types is null ? maker.CreateParameter() : types[n].CreateParameter(maker, $"@p{n}", null, true);
            parameter.ParameterName = $"@p{n}";
            parameter.Value = values[n] ?? DBNull.Value;
            builder.AddRawParameter(parameter.ParameterName, parameter);
        }
        return builder.Build();
    }

    private int ExecuteEach(DbCommand command, IReadOnlyList<object?[]> rows)
    {
        int written = 0;
        foreach (object?[] row in rows)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            for (int n = 0; n < row.Length; n++)
                command.Parameters[n].Value = row[n] ?? DBNull.Value;
            written += command.ExecuteNonQuery();
        }
        return written;
    }

    private RelationalCommandParameterObject Surroundings() => new(
        Context.GetService<IRelationalConnection>(),
        null,
        null,
        Context,
        Context.GetService<IRelationalCommandDiagnosticsLogger>(),
        CommandSource.ExecuteSqlRaw);
}
