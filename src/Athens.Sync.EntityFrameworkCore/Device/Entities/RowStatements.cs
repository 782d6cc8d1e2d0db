using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>Writes rows of the app's table as EF would, past its change tracker, so that what the engine writes is no edit.</summary>
internal sealed class RowStatements
{
    private readonly Table table;
    private readonly IProperty key;
    private readonly List<IProperty> inserted;

    public RowStatements(IEntityType type, IProperty key, DbContext context)
    {
        table = new Table(context, type);
        this.key = key;
        // What the database gives by itself is left to it.
        inserted = [.. type.GetProperties().Where(p => p == key || p.ValueGenerated is ValueGenerated.Never)];
    }

    public Task InsertAsync(ContextCall call, object entity) => RunAsync(
        call,
        $"INSERT INTO {table.Name} ({table.Columns(inserted.Select(p => p.Name))}) VALUES ({string.Join(", ", inserted.Select((_, n) => Parameter(n)))})",
        inserted,
        entity);

    public Task UpdateAsync(ContextCall call, object entity, IEnumerable<IProperty> changed)
    {
        List<IProperty> columns = [.. changed];
        string assign = string.Join(", ", columns.Select((p, n) => $"{table.Column(p.Name)} = {Parameter(n)}"));
        return RunAsync(call, $"UPDATE {table.Name} SET {assign} WHERE {table.Column(key.Name)} = {Parameter(columns.Count)}", [.. columns, key], entity);
    }

    public Task DeleteAsync(ContextCall call, object entity) =>
        RunAsync(call, $"DELETE FROM {table.Name} WHERE {table.Column(key.Name)} = {Parameter(0)}", [key], entity);

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of names from the EF model; values are parameters.")]
    private static async Task RunAsync(ContextCall call, string sql, List<IProperty> columns, object entity)
    {
        using DbCommand command = call.Context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = call.Context.Database.CurrentTransaction?.GetDbTransaction();
        for (int n = 0; n < columns.Count; n++)
            command.Parameters.Add(columns[n].GetRelationalTypeMapping().CreateParameter(command, Parameter(n), ValueOf(columns[n], entity), columns[n].IsNullable));
        if (call.IsAsync)
            await command.ExecuteNonQueryAsync(call.CancellationToken).ConfigureAwait(false);
        else
            command.ExecuteNonQuery();
    }

    private static string Parameter(int n) => string.Create(CultureInfo.InvariantCulture, $"@p{n}");

    /// <summary>The object's value; of a shadow property, which the object does not have, the default.</summary>
    private static object? ValueOf(IProperty property, object entity) =>
        property.PropertyInfo is { } declared ? declared.GetValue(entity)
        : property.FieldInfo is { } field ? field.GetValue(entity)
        : property.IsNullable || !property.ClrType.IsValueType ? null
        : Activator.CreateInstance(property.ClrType);
}
