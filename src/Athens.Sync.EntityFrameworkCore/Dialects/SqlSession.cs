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
    public async Task<int> ExecuteAsync(string sql, params IReadOnlyList<object?> values)
    {
        IRelationalCommand command = Command(sql, values);
        return call.IsAsync ? await command.ExecuteNonQueryAsync(Surroundings(), call.CancellationToken).ConfigureAwait(false) : command.ExecuteNonQuery(Surroundings());
    }

    /// <summary>Runs a statement that answers with one number.</summary>
    public async Task<long> NumberAsync(string sql, params IReadOnlyList<object?> values)
    {
        IRelationalCommand command = Command(sql, values);
        object? answer = call.IsAsync ? await command.ExecuteScalarAsync(Surroundings(), call.CancellationToken).ConfigureAwait(false) : command.ExecuteScalar(Surroundings());
        return Convert.ToInt64(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a statement that answers with one number a row.</summary>
    public async Task<IReadOnlyList<long>> NumbersAsync(string sql, params IReadOnlyList<object?> values)
    {
        IRelationalCommand command = Command(sql, values);
        using RelationalDataReader reader = call.IsAsync ? await command.ExecuteReaderAsync(Surroundings(), call.CancellationToken).ConfigureAwait(false) : command.ExecuteReader(Surroundings());
        var numbers = new List<long>();
        while (call.IsAsync ? await reader.ReadAsync(call.CancellationToken).ConfigureAwait(false) : reader.Read())
            numbers.Add(reader.DbDataReader.GetInt64(0));
        return numbers;
    }

    /// <summary>Parameter names for rows of values: <c>(@p0, @p1), (@p2, @p3)</c>.</summary>
    public static string Rows(int rows, int columns) => string.Join(", ", Enumerable.Range(0, rows)
        .Select(row => $"({string.Join(", ", Enumerable.Range(row * columns, columns).Select(n => $"@p{n}"))})"));

    private IRelationalCommand Command(string sql, IReadOnlyList<object?> values)
    {
        IRelationalCommandBuilder builder = Context.GetService<IRelationalCommandBuilderFactory>().Create().Append(sql);
        if (values.Count == 0)
            return builder.Build();
        using DbCommand maker = Context.Database.GetDbConnection().CreateCommand();
        for (int n = 0; n < values.Count; n++)
        {
            DbParameter parameter = maker.CreateParameter();
            parameter.ParameterName = $"p{n}";
            parameter.Value = values[n] ?? DBNull.Value;
            builder.AddRawParameter(parameter.ParameterName, parameter);
        }
        return builder.Build();
    }

    private RelationalCommandParameterObject Surroundings() => new(
        Context.GetService<IRelationalConnection>(),
        null,
        null,
        Context,
        Context.GetService<IRelationalCommandDiagnosticsLogger>(),
        CommandSource.ExecuteSqlRaw);
}
