namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>Cuts connections for as long as changes are acknowledged, and crashes the server once, half way.</summary>
internal sealed class FaultInjector(StressDatabase database, History history)
{
    public int Terminated { get; private set; }

    public int Crashes { get; private set; }

    public async Task RunAsync(Func<bool> isHalfWay)
    {
        await foreach (bool _ in history.FaultsDue.ReadAllAsync())
        {
            if (await database.TerminateAnyAsync())
                Terminated++;
            if (Crashes == 0 && isHalfWay())
            {
                database.Crash();
                Crashes++;
            }
        }
    }
}
