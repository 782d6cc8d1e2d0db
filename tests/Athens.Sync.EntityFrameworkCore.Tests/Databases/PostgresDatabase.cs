using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Athens.Sync.EntityFrameworkCore.Tests.Databases;

/// <summary>A database of a server that goes away as a whole.</summary>
/// <param name="connectionString">Where it is.</param>
/// <param name="emptied">Told where it is when nothing is left in it; who still holds something of it keeps it.</param>
public sealed class PostgresDatabase(string connectionString, Action<string> emptied) : ITestDatabase
{
    private const string Empty =
        """
        SET lock_timeout = '1s';
        DO $$
        DECLARE own text;
        BEGIN
            FOR own IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
                EXECUTE format('DROP SCHEMA %I CASCADE', own);
            END LOOP;
        END $$;
        CREATE SCHEMA public;
        """;

    public void Use(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

    public void Delete()
    {
        try
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            using NpgsqlCommand command = connection.CreateCommand();
            command.CommandText = Empty;
            command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.LockNotAvailable)
        {
            return;
        }

        emptied(connectionString);
    }
}
