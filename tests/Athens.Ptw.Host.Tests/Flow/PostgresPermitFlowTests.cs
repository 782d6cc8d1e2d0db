using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Flow;

public sealed class PostgresPermitFlowTests(PostgresServer server) : PermitFlowTests(server), IClassFixture<PostgresServer>;
