using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Sync;

public sealed class PostgresEngineWireTests(PostgresServer server) : EngineWireTests(server), IClassFixture<PostgresServer>;
