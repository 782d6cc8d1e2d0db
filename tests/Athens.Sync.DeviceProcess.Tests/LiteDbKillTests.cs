using Xunit.Abstractions;

namespace Athens.Sync.DeviceProcess.Tests;

public sealed class LiteDbKillTests(ITestOutputHelper output) : KillTests("litedb", output);
