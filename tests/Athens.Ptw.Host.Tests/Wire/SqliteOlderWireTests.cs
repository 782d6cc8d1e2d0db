using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Wire;

public sealed class SqliteOlderWireTests(PtwServer server) : OlderWireTests(server), IClassFixture<PtwServer>;
