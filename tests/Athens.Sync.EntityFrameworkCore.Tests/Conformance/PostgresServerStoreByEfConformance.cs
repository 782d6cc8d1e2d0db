using Athens.Sync.EntityFrameworkCore.Tests.Databases;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

[Collection(PostgresTests.Name)]
public sealed class PostgresServerStoreByEfConformance(PostgresServer server) : EfServerStoreConformance(new WrittenByEf(server.NewDatabase()));
