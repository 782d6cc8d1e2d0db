using Athens.Sync.EntityFrameworkCore.Tests.Databases;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

[Collection(PostgresTests.Name)]
public sealed class PostgresServerStoreConformance(PostgresServer server) : EfServerStoreConformance(server.NewDatabase());
