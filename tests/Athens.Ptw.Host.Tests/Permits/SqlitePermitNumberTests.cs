using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Permits;

public sealed class SqlitePermitNumberTests(PtwServer server) : PermitNumberTests(server), IClassFixture<PtwServer>;
