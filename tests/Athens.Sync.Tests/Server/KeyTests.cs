using Athens.Sync.Server;

namespace Athens.Sync.Tests.Server;

/// <summary>What names a change, and which values a lease holds.</summary>
public sealed class KeyTests
{
    /// <summary>Whoever locks records by their keys does so in one order, in every process and culture.</summary>
    [Fact]
    public void IdempotencyKeys_AreInOneOrder_MemberByMember()
    {
        IdempotencyKey[] ordered =
        [
            new("A", "b", "b", "b", "b"),
            new("a", "B", "b", "b", "b"),
            new("a", "a", "b", "b", "b"),
            new("a", "b", "a", "b", "b"),
            new("a", "b", "b", "a", "b"),
            new("a", "b", "b", "b", "a"),
            new("a", "b", "b", "b", "b"),
            new("b", "a", "a", "a", "a"),
        ];

        for (int left = 0; left < ordered.Length; left++)
        {
            for (int right = 0; right < ordered.Length; right++)
                Assert.Equal(Math.Sign(left - right), Math.Sign(ordered[left].CompareTo(ordered[right])));
        }
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(12, true)]
    [InlineData(13, false)]
    public void Lease_HoldsItsFirstValueAndItsLast(long value, bool holds)
    {
        var lease = new ValueLease { Device = new DeviceKey("t", "u", "d"), Series = "order.number", First = 10, Last = 12, ExpiresAt = DateTimeOffset.MaxValue };

        Assert.Equal(holds, lease.Holds(value));
    }

    [Fact]
    public void Lease_NotesWhatWasUsed_InTheOrderOfTheValues()
    {
        var lease = new ValueLease { Device = new DeviceKey("t", "u", "d"), Series = "order.number", First = 1, Last = 9, ExpiresAt = DateTimeOffset.MaxValue };

        Assert.Equal([2, 3, 7], lease.WithUsed(7).WithUsed(2).WithUsed(3).Used);
        Assert.Empty(lease.Used);
    }
}
