using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Wire;

public sealed class PostgresOlderWireTests(PostgresServer server) : OlderWireTests(server), IClassFixture<PostgresServer>;
