using System.Data.Common;
using System.Globalization;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Host.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Ptw.Host.Tests.Storage;

public sealed class SqliteStorageTests(PtwServer server) : StorageTests(server), IClassFixture<PtwServer>
{
    [Theory]
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA synchronous", "2")]
    [InlineData("PRAGMA foreign_keys", "1")]
    public async Task AConnection_OfSqlite_IsDurableAndKeepsReferences(string pragma, string value)
    {
        await using AsyncServiceScope scope = Server.Services.CreateAsyncScope();
        PtwDbContext db = scope.ServiceProvider.GetRequiredService<PtwDbContext>();
        await db.Database.OpenConnectionAsync();
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = pragma;

        Assert.Equal(value, Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture));
    }
}
