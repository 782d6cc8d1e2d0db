using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A database whose connections can be cut, and whose server can be crashed.</summary>
public sealed class StressDatabase(string connectionString, Action crash) : ITestDatabase
{
    public void Use(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

    /// <summary>Stops the server at once and starts it again.</summary>
    public void Crash() => crash();

    /// <summary>Ends one of the database's other connections, any one.</summary>
    public async Task<bool> TerminateAnyAsync()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1";
        return await command.ExecuteScalarAsync() is true;
    }

    public void Delete()
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
