using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Permits;

public sealed class PostgresPermitNumberTests(PostgresServer server) : PermitNumberTests(server), IClassFixture<PostgresServer>;
