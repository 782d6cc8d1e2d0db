using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>Asks an open connection for one value.</summary>
internal static class Scalar
{
    /// <summary>The first column of the first row as text; empty where there is none.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The text is the caller's constant.")]
    public static async Task<string> TextAsync(ContextCall call, string sql)
    {
        using DbCommand command = call.Context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = call.Context.Database.CurrentTransaction?.GetDbTransaction();
        object? value = call.IsAsync ? await command.ExecuteScalarAsync(call.CancellationToken).ConfigureAwait(false) : command.ExecuteScalar();
        return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>The first column of the first row as a number.</summary>
    public static async Task<long> NumberAsync(ContextCall call, string sql) =>
        long.Parse(await TextAsync(call, sql).ConfigureAwait(false), CultureInfo.InvariantCulture);
}
