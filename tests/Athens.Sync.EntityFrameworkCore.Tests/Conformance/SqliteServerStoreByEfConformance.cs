using Athens.Sync.EntityFrameworkCore.Tests.Databases;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

public sealed class SqliteServerStoreByEfConformance() : EfServerStoreConformance(new WrittenByEf(new SqliteDatabase()));
