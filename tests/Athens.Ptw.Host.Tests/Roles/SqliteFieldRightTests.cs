using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Roles;

public sealed class SqliteFieldRightTests(PtwServer server) : FieldRightTests(server), IClassFixture<PtwServer>;
