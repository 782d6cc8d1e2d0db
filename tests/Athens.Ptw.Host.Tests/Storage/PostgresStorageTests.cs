using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Storage;

public sealed class PostgresStorageTests(PostgresServer server) : StorageTests(server), IClassFixture<PostgresServer>;
