namespace Athens.Sync.DeviceProcess;

/// <summary>The steps at which a life may end. At the chosen one the process says so, and stands still until it is killed.</summary>
public sealed class Steps(Report report, string chosen, int time)
{
    public const string PushSent = "push-sent";
    public const string PushAnswered = "push-answered";
    public const string PullAnswered = "pull-answered";

    private int passed;

    /// <summary>Every step, as the engine comes to them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "enqueue-before", "enqueue-after", "freeze-before", "freeze-after", PushSent, PushAnswered, "settle-before", "settle-after",
        PullAnswered, "page-before", "page-after",
    ];

    public async Task PassAsync(string step)
    {
        if (step != chosen || Interlocked.Increment(ref passed) != time)
            return;
        report.Say("stands", step);
        await Task.Delay(Timeout.Infinite);
    }
}
