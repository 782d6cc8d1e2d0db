using Athens.Sync.EntityFrameworkCore.Tests.Databases;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

public sealed class SqliteServerStoreConformance() : EfServerStoreConformance(new SqliteDatabase());
