using Xunit.Abstractions;

namespace Athens.Sync.DeviceProcess.Tests;

public sealed class SqliteKillTests(ITestOutputHelper output) : KillTests("sqlite", output);
