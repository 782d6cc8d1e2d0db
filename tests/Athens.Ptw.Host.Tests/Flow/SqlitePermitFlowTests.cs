using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Flow;

public sealed class SqlitePermitFlowTests(PtwServer server) : PermitFlowTests(server), IClassFixture<PtwServer>;
