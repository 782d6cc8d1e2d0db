using Athens.Sync.Client;

namespace Athens.Sync.Tests.Client;

public sealed class BatchSizeTests
{
    [Theory]
    [InlineData(7, new[] { 7, 7, 7 })]
    [InlineData(100, new[] { 100, 100, 100 })]
    [InlineData(500, new[] { 100, 200, 400, 500, 500 })]
    [InlineData(int.MaxValue, new[] { 100, 200, 400, 800 })]
    public void Size_OfPushesThatAreAnswered_DoublesUpToTheMost(int most, int[] expected) =>
        Assert.Equal(expected, Sizes(new BatchSize(most), _ => true).Take(expected.Length));

    [Fact]
    public void Size_NeverExceedsWhatANumberHolds() => Assert.Equal(int.MaxValue, Sizes(new BatchSize(int.MaxValue), _ => true).ElementAt(40));

    /// <summary>A server with a lower limit refuses one push in many, and not every other.</summary>
    [Fact]
    public void Size_BeforeAServerThatTakesFewer_GrowsSlowlyTowardsIt()
    {
        int[] sizes = [.. Sizes(new BatchSize(500), size => size <= 250).Take(100)];
        Assert.Equal([100, 200, 400, 200, 212, 225, 239, 253, 126], sizes.Take(9));
        Assert.InRange(sizes.Count(size => size > 250), 2, 10);
    }

    /// <summary>A change at fault is looked for by halves. What is refused on the way says nothing of how many the server takes.</summary>
    [Fact]
    public void Size_AfterAChangeAtFaultWasFound_DoublesAgain()
    {
        var size = new BatchSize(100);
        while (size.Changes > 1)
            size.Refused(size.Changes);
        size.Refused(1);
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 68], Sizes(size, _ => true).Take(8));
    }

    [Fact]
    public void Size_PastWhatWasRefusedOnce_DoublesAgain()
    {
        var size = new BatchSize(500);
        size.Refused(100);
        Assert.Equal([50, 53, 56, 59, 62, 65, 69, 73, 77, 81, 86, 91, 96, 102, 204], Sizes(size, _ => true).Take(15));
    }

    [Fact]
    public void Size_AfterTheNetworkFailed_BeginsAnew_AndIsNeverLessForIt()
    {
        var size = new BatchSize(500);
        size.Answered(100);
        size.Answered(200);
        size.CutOff(400);
        Assert.Equal([100, 200, 212, 225], Sizes(size, _ => true).Take(4));
        var small = new BatchSize(7);
        small.CutOff(7);
        Assert.Equal(7, small.Changes);
    }

    /// <summary>A push that fails costs a whole cycle: a network that carries no large ones is not tried with them every other time.</summary>
    [Fact]
    public void Size_OnANetworkThatCarriesFewer_GrowsSlowlyTowardsIt()
    {
        int[] sizes = [.. Sizes(new BatchSize(400), size => size <= 150, (size, count) => size.CutOff(count)).Take(100)];
        Assert.Equal([100, 200, 100, 106, 112, 119, 126, 133, 141, 149, 158, 100], sizes.Take(12));
        Assert.InRange(sizes.Count(size => size > 150), 2, 12);
    }

    /// <summary>An outage says nothing of how much a network carries.</summary>
    [Fact]
    public void Size_AfterSmallPushesWereCutOff_DoublesAsBefore()
    {
        var size = new BatchSize(400);
        size.CutOff(100);
        size.CutOff(3);
        Assert.Equal([100, 200, 400], Sizes(size, _ => true).Take(3));
    }

    /// <summary>A push may hold more than its size, for what critical changes build on comes on top.</summary>
    [Theory]
    [InlineData(100, 300, 50)]
    [InlineData(100, 10, 5)]
    [InlineData(1, 1, 1)]
    public void Size_AfterARefusal_IsHalfOfTheLesser(int most, int refused, int expected)
    {
        var size = new BatchSize(most);
        size.Refused(refused);
        Assert.Equal(expected, size.Changes);
    }

    [Fact]
    public void Size_OfPushesThatAreNotFull_StaysAsItIs()
    {
        var size = new BatchSize(500);
        foreach (int count in new[] { 0, 1, 99 })
            size.Answered(count);
        Assert.Equal(100, size.Changes);
    }

    private static IEnumerable<int> Sizes(BatchSize size, Func<int, bool> isTaken, Action<BatchSize, int>? failed = null)
    {
        while (true)
        {
            int tried = size.Changes;
            yield return tried;
            if (isTaken(tried))
                size.Answered(tried);
            else
                (failed ?? ((_, count) => size.Refused(count)))(size, tried);
        }
    }
}
