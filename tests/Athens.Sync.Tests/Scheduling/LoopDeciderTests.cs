using Athens.Sync.Scheduling;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Athens.Sync.Tests.Scheduling;

/// <summary>Whatever happens in whatever order, something that waits and can be sent has a next try, and in time.</summary>
public sealed class LoopDeciderTests
{
    private static readonly SyncLoopOptions Options = new();
    private static readonly LoopDecider Decider = new(Options);

    private static readonly Gen<Event[]> Events = Gen.ArrayOf(
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from milliseconds in Gen.Frequency((5, Gen.Choose(0, 800)), (2, Gen.Choose(0, 20_000)), (1, Gen.Choose(0, 4_000_000)))
        from chance in Gen.Choose(0, 999)
        select new Event(kind, TimeSpan.FromMilliseconds(milliseconds), chance / 1000.0));

    public enum Kind
    {
        Change,
        Wake,
        Online,
        Offline,
        Start,
        Begin,
        Succeed,
        Unreachable,
        HeldOff,
        Refused,
        GiveUp,
    }

    /// <summary>Something that happens a while after what was before it.</summary>
    public sealed record Event(Kind Kind, TimeSpan After, double Chance);

    [Property(MaxTest = 20_000)]
    public Property AnySequenceOfEvents_LeavesATryPlanned() => Prop.ForAll(Events.ToArbitrary(), events =>
    {
        TimeSpan now = TimeSpan.Zero;
        LoopState state = Decider.Started(new LoopState(), now, 0.5);
        AssertPlanned(state, now);
        foreach (Event happened in events)
        {
            now += happened.After;
            state = Apply(state, happened, now);
            AssertPlanned(state, now);
        }
    });

    [Property(MaxTest = 20_000)]
    public Property AChange_InAnySequenceOfEvents_IsCoveredByACycleThatBeginsAfterIt() => Prop.ForAll(Events.ToArbitrary(), events =>
    {
        TimeSpan now = TimeSpan.Zero;
        LoopState state = Decider.Started(new LoopState(), now, 0.5);
        foreach (Event happened in events)
        {
            now += happened.After;
            state = Apply(state, happened, now);
        }
        TimeSpan changed = now;
        state = LoopDecider.Changed(state, changed);
        state = Healed(state, now);
        TimeSpan? next = Decider.Next(state);
        TimeSpan latest = state.Retry is not null ? now + Options.RetryAfterMax + Options.BackoffMax : changed + Options.DebounceMax;
        Assert.InRange(next!.Value, TimeSpan.Zero, latest);
    });

    [Property(MaxTest = 5_000)]
    public Property AServerThatAsksToBeLeftAlone_IsLeftAloneWhateverHappens() => Prop.ForAll(Events.ToArbitrary(), events =>
    {
        TimeSpan allowed = TimeSpan.FromMinutes(10);
        LoopState state = Decider.Failed(LoopDecider.Began(new LoopState()), HeldOff(allowed), TimeSpan.Zero, 0);
        TimeSpan now = TimeSpan.Zero;
        foreach (Event happened in events.Where(e => e.Kind < Kind.Begin))
        {
            now += happened.After;
            state = Apply(state, happened, now);
            Assert.True(Decider.Next(state) is null || Decider.Next(state) >= allowed);
        }
    });

    /// <summary>What cannot happen where the state is (a cycle that ends without having begun) is passed over.</summary>
    private static LoopState Apply(LoopState state, Event happened, TimeSpan now) => happened.Kind switch
    {
        Kind.Change => LoopDecider.Changed(state, now),
        Kind.Wake => Decider.Woken(state, now, happened.Chance),
        Kind.Online => Decider.Told(state, true, now, happened.Chance),
        Kind.Offline => Decider.Told(state, false, now, happened.Chance),
        Kind.Start => Decider.Started(state, now, happened.Chance),
        Kind.Begin => state.IsRunning ? state : LoopDecider.Began(state),
        _ when !state.IsRunning => state,
        Kind.Succeed => Decider.Succeeded(state, now, happened.Chance),
        Kind.Unreachable => Decider.Failed(state, new SyncTransportException(TransportFailure.Unreachable, "No."), now, happened.Chance),
        Kind.HeldOff => Decider.Failed(state, HeldOff(TimeSpan.FromDays(happened.Chance)), now, happened.Chance),
        Kind.Refused => Decider.Failed(state, new SyncTransportException(TransportFailure.Unauthorized, "No."), now, happened.Chance),
        _ => LoopDecider.GivenUp(state, now),
    };

    /// <summary>The cycle under way ends, the network is there, and the user has signed in.</summary>
    private static LoopState Healed(LoopState state, TimeSpan now)
    {
        if (state.IsRunning)
            state = Decider.Succeeded(state, now, 0.5);
        return Decider.Told(state with { IsRefused = false }, true, now, 0.5);
    }

    private static SyncTransportException HeldOff(TimeSpan time) => new(TransportFailure.Unavailable, "Busy.") { RetryAfter = time };

    private static void AssertPlanned(LoopState state, TimeSpan now)
    {
        TimeSpan? next = Decider.Next(state);
        if (state.IsRunning || state.IsRefused)
            Assert.Null(next);
        else if (state.IsOnline)
            Assert.True(next is not null && next <= now + Options.RetryAfterMax + Options.BackoffMax + (Options.Interval * 1.1), $"Nothing is planned: {state}");
        if (next is not null && state is { Retry: null, FirstChange: { } changed })
            Assert.True(next <= changed + Options.DebounceMax || next <= now + Options.Spread, $"A change waits too long: {state}");
    }
}
