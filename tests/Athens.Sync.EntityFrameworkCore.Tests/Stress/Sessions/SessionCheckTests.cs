namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>The judge of histories is judged: one that is right passes, and each anomaly, put into it by hand, is found.</summary>
public sealed class SessionCheckTests
{
    private static readonly EntityId A = new("tank", "a");
    private static readonly EntityId B = new("tank", "b");
    private static readonly EntityId Once = new("reading", "r");

    /// <summary>Two writers and two readers of two counters, nothing wrong.</summary>
    private static IReadOnlyList<SessionOperation> Right { get; } =
    [
        Write("seed", 1, 2, new(A, 1, 0), new(B, 1, 0)),
        Read("one", 3, 4, new(A, 1, 0), new(B, 1, 0)),
        Read("two", 3, 5, new(A, 1, 0), new(B, 1, 0)),
        Write("one", 6, 8, new Observation(A, 2, 1, 1)),
        Write("two", 7, 10, new(A, 3, 2, 1), new(Once, 1)),
        Read("two", 11, 12, new(A, 3, 2), new(Once, 1)),
        Write("two", 13, 14, new Observation(B, 2, 1, 1)),
        Read("one", 15, 16, new(A, 3, 2), new(Once, 1), new(B, 2, 1)),
        Write("one", 17, 18, new(A, 4, 3, 1), new(B, 3, 2, 1)),
        Read("late", 19, 20, new(A, 4, 3), new(Once, 1), new(B, 3, 2)),
        Read("late", 21, 22),
    ];

    [Fact]
    public void History_ThatIsRight_HasNoFinding() => Assert.Empty(SessionCheck.Run(Right));

    [Fact]
    public void Version_GivenToTwoWrites_IsFound() => AssertFound(Anomaly.VersionGivenTwice, With(Write("two", 7, 10, new(A, 2, 1, 1), new(Once, 1)), at: 4));

    [Fact]
    public void Version_ThatNobodyWasToldOf_IsFound() => AssertFound(Anomaly.VersionGivenToNobody, [.. Right.Where((_, n) => n != 3)]);

    [Fact]
    public void Increment_ThatIsNotInTheNextCount_IsFound() => AssertFound(Anomaly.LostUpdate, With(Write("two", 7, 10, new(A, 3, 1, 1), new(Once, 1)), at: 4));

    [Fact]
    public void Write_ToldAVersionThatWasAcknowledgedBeforeItWasSent_IsFound() =>
        AssertFound(Anomaly.WriteOutOfOrder, [.. Right, Write("three", 30, 31, new Observation(A, 2, 1, 1))]);

    [Fact]
    public void Read_OfAVersionThatNobodyWrote_IsFound() => AssertFound(Anomaly.ReadOfWhatNobodyWrote, With(Read("late", 21, 22, new Observation(A, 5, 4)), at: 10));

    [Fact]
    public void Read_OfACountThatWasRolledBack_IsFound() => AssertFound(Anomaly.ReadOfWhatNobodyWrote, With(Read("late", 19, 20, new(A, 4, 7), new(Once, 1), new(B, 3, 2)), at: 9));

    [Fact]
    public void Read_OlderThanAnEarlierOneOfItsSession_IsFound() => AssertFound(Anomaly.MonotonicReads, With(Read("late", 21, 22, new Observation(A, 3, 2)), at: 10));

    [Fact]
    public void Read_WithoutTheSessionsOwnWrite_IsFound() => AssertFound(Anomaly.ReadYourWrites, With(Read("two", 11, 12, new(A, 2, 1), new(Once, 1)), at: 5));

    [Fact]
    public void Write_NotAfterTheSessionsEarlierOne_IsFound() => AssertFound(Anomaly.MonotonicWrites, [.. Right, Write("one", 30, 31, new Observation(A, 2, 1, 1))]);

    [Fact]
    public void Write_NotAfterWhatTheSessionRead_IsFound() => AssertFound(Anomaly.WritesFollowReads, [.. Right, Write("late", 30, 31, new Observation(A, 3, 2, 1))]);

    /// <summary>B at 2 was written by one who had read A at 3; a reader that was asked before has B and not A.</summary>
    [Fact]
    public void Read_OfAWriteWithoutWhatItsWriterHadRead_IsFound() => AssertFound(Anomaly.Causality, [.. Right, Read("early", 2, 40, new(A, 2, 1), new(B, 2, 1))]);

    [Fact]
    public void Read_OfHalfATransaction_IsFound() => AssertFound(Anomaly.TornTransaction, [.. Right, Read("early", 2, 40, new(A, 4, 3), new(B, 2, 1), new(Once, 1))]);

    [Fact]
    public void Read_OfATransactionWithoutWhatItAdded_IsFound() => AssertFound(Anomaly.TornTransaction, [.. Right, Read("early", 2, 40, new(A, 3, 2), new(B, 1, 0))]);

    [Fact]
    public void Read_WithoutWhatWasAcknowledgedBefore_IsFound() => AssertFound(Anomaly.StaleRead, [.. Right, Read("new", 30, 31, new(A, 3, 2), new(B, 2, 1), new(Once, 1))]);

    [Fact]
    public void Read_WithoutWhatWasAddedBefore_IsFound() => AssertFound(Anomaly.StaleRead, [.. Right, Read("new", 30, 31, new(A, 4, 3), new(B, 3, 2))]);

    /// <summary>A right history of a thousand operations, with one read at random put back by one version: it is found wherever it is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fault_AnywhereInALongHistory_IsFound(int seed)
    {
        var random = new Random(seed);
        List<SessionOperation> history = [Write("seed", 1, 2, new Observation(A, 1, 0))];
        for (int n = 1; n < 1000; n++)
        {
            history.Add(Write($"writer{n % 32}", 4 * n, 4 * n + 1, new Observation(A, n + 1, n, 1)));
            history.Add(Read($"reader{n % 32}", 4 * n + 2, 4 * n + 3, new Observation(A, n + 1, n)));
        }
        Assert.Empty(SessionCheck.Run(history));
        int at = 2 * random.Next(1, 1000);
        Observation read = history[at].Observed[0];
        history[at] = history[at] with { Observed = [read with { Version = read.Version - 1, Count = read.Count - 1 }] };
        Assert.NotEmpty(SessionCheck.Run(history));
    }

    private static SessionOperation Write(string session, long invoked, long completed, params Observation[] made) =>
        new() { Session = session, Scope = "s", IsWrite = true, Invoked = invoked, Completed = completed, Observed = made };

    private static SessionOperation Read(string session, long invoked, long completed, params Observation[] seen) =>
        new() { Session = session, Scope = "s", Invoked = invoked, Completed = completed, Observed = seen };

    private static SessionOperation[] With(SessionOperation operation, int at) => [.. Right.Select((right, n) => n == at ? operation : right)];

    private static void AssertFound(Anomaly anomaly, IReadOnlyCollection<SessionOperation> history) =>
        Assert.Contains(anomaly, SessionCheck.Run(history).Select(finding => finding.Anomaly));
}
