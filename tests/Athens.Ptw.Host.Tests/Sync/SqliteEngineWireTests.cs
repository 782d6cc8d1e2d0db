using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Sync;

public sealed class SqliteEngineWireTests(PtwServer server) : EngineWireTests(server), IClassFixture<PtwServer>;
