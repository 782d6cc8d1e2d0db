using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Roles;

public sealed class PostgresFieldRightTests(PostgresServer server) : FieldRightTests(server), IClassFixture<PostgresServer>;
