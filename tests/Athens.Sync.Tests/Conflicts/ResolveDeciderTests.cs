using Athens.Sync.Conflicts;
using Athens.Sync.Device;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Conflicts;

/// <summary>What a person's decision does to the change in conflict.</summary>
public sealed class ResolveDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceState State = new() { Generation = "g", NextNumber = 9, Round = 2 };

    /// <summary>Both sides moved the title from "old"; the notes only this device did, and the priority only the server.</summary>
    private static readonly OutboxItem Conflict = Look.Item(5, Look.Change("""{"title":"mine","notes":"n"}""", """{"title":"old","notes":null}""", 3) with { Number = 4 }, OutboxStatus.Conflict) with
    {
        Generation = "g",
        Attempts = 2,
        SettledAt = DateTimeOffset.UnixEpoch,
        Round = 2,
        Conflict = Verdict(7, """{"title":"theirs","notes":null,"priority":9}""", "title"),
    };

    private static readonly ReplicaEntity Replica = Look.Replica("""{"title":"theirs","notes":null,"priority":9}""", 7) with { Round = 2 };

    private static readonly OutboxItem Refused = Look.Item(5, Look.Change("""{"title":"mine"}""", """{"title":"old"}""", 3) with { Number = 4 }, OutboxStatus.Failed) with
    {
        Generation = "g",
        Attempts = 1,
        SettledAt = DateTimeOffset.UnixEpoch,
        Rejection = new RejectedChange { Entity = "job", OfflineId = "mine", Reason = RejectionReason.ValidationError },
    };

    private static ConflictedChange Verdict(long? version, string? state, params string[] fields) => new()
    {
        Entity = "job",
        OfflineId = "mine",
        ServerId = "j",
        Reason = ConflictReason.StaleVersion,
        ClientVersion = 3,
        ServerVersion = version,
        ServerState = state is null ? null : World.F(state),
        Fields = fields.ToDictionary(name => name, name => new FieldConflict { Client = World.J("\"mine\""), Server = World.J("\"theirs\""), Base = World.J("\"old\""), MergeHint = "last_write_wins" }),
    };

    private static DeviceDraft Resolve(Resolution resolution, OutboxItem item, ReplicaEntity? replica, params OutboxItem[] others) =>
        Resolve(State, resolution, item, replica, others);

    private static DeviceDraft Resolve(DeviceState state, Resolution resolution, OutboxItem item, ReplicaEntity? replica, params OutboxItem[] others)
    {
        DeviceDraft draft = Look.Of(state, replica, [.. others.Append(item).OrderBy(i => i.Position)]);
        ResolveDecider.Resolve(draft, Model, item, resolution, "again", Now);
        return draft;
    }

    private static ResolvedConflict Told(ResolutionKind kind) => new() { OfflineId = "mine", Resolution = kind, At = Now };

    [Theory]
    [InlineData(OutboxStatus.Pending)]
    [InlineData(OutboxStatus.Syncing)]
    [InlineData(OutboxStatus.Synced)]
    public void Change_ThatDoesNotWaitForADecision_IsLeftAlone(OutboxStatus status)
    {
        DeviceDraft draft = Look.Of(State, Replica, Conflict with { Status = status });
        Assert.Throws<ConflictUnresolvedException>(() => ResolveDecider.Resolve(draft, Model, Conflict, Resolution.Discard, "again", Now));
        Assert.False(draft.IsChanged);
    }

    [Fact]
    public void Change_ThatIsNotThereAnyMore_IsToldSo()
    {
        DeviceDraft gone = Look.Of(State, Replica);
        DeviceDraft decided = Look.Of(State, Replica, Conflict with { Change = Conflict.Change with { OfflineId = "another" } });
        foreach (DeviceDraft draft in new[] { gone, decided })
        {
            Assert.Throws<ConflictUnresolvedException>(() => ResolveDecider.Resolve(draft, Model, Conflict, Resolution.Discard, "again", Now));
            Assert.False(draft.IsChanged);
        }
    }

    [Fact]
    public void KeepMine_GoesOutAgainInItsPlace_OverTheValueThatWasDecidedOn()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Conflict, Replica);

        OutboxItem again = draft.Item(5)!;
        Assert.Equal(Look.Text(Conflict with
        {
            Status = OutboxStatus.Pending,
            Attempts = 0,
            SettledAt = null,
            Conflict = null,
            Change = Conflict.Change with
            {
                OfflineId = "again",
                Number = null,
                ClientVersion = 7,
                Base = World.F("""{"title":"theirs","notes":null}"""),
                Resolves = Told(ResolutionKind.KeepMine),
            },
        }), Look.Text(again));
        Assert.Equal("""{"title":"mine","notes":"n","priority":9}""", draft.Replica(Look.Id)!.Local!.ToJson());
    }

    [Fact]
    public void KeepMine_KeepsTheClosedChangeAsHistory_AndShowsItNoMore()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Conflict, Replica);

        Assert.Equal(Look.Text(Conflict with { Position = 6, Status = OutboxStatus.Synced, IsShown = false, SettledAt = Now }), Look.Text(draft.Item(6)!));
        Assert.Equal((1, 1, 0), (draft.ToCommit().State.Counts.Pending, draft.ToCommit().State.Counts.Synced, draft.ToCommit().State.Counts.Conflict));
    }

    [Fact]
    public void KeepMine_OfWhatWasSentOtherwise_IsSentAsItIsKnownNow()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Conflict with { Sent = Look.Change("""{"title":"older shape"}"""), BlockedBy = "job/other" }, Replica);

        Assert.Null(draft.Item(5)!.Sent);
        Assert.Null(draft.Item(5)!.BlockedBy);
        Assert.True(draft.Item(5)!.IsSendable);
    }

    [Fact]
    public void KeepMine_OfARefusedChange_SendsItOnWhatItWasMadeOn()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Refused, Replica);

        Assert.Equal(Look.Text(Refused with
        {
            Status = OutboxStatus.Pending,
            Attempts = 0,
            SettledAt = null,
            Rejection = null,
            Change = Refused.Change with { OfflineId = "again", Number = null, Resolves = Told(ResolutionKind.KeepMine) },
        }), Look.Text(draft.Item(5)!));
    }

    /// <summary>The server decided on the state that it told of; what the replica holds may be older.</summary>
    [Fact]
    public void KeepMine_ReplacesWhatTheVerdictTold_AndNotWhatTheReplicaHolds()
    {
        DeviceDraft draft = Resolve(Resolution.KeepMine, Conflict, Look.Replica("""{"title":"older","notes":null}""", 5));

        Assert.Equal("""{"title":"theirs","notes":null}""", draft.Item(5)!.Change.Base!.ToJson());
    }

    /// <summary>What is kept as history is found with the rest when the server gives the key.</summary>
    [Fact]
    public void KeepMine_OfWhatHasATemporaryKey_IsNotedThereWithItsHistory()
    {
        var ticket = new EntityId("ticket", "-1");
        OutboxItem refused = Refused with { Change = Look.Change("""{"title":"mine"}""", op: ChangeOp.Create, id: ticket) };

        DeviceDraft draft = Resolve(Resolution.KeepMine, refused, new ReplicaEntity { Type = ticket.Type, Key = ticket.Key, NamedBy = [5] });

        Assert.Equal([5L, 6L], draft.Replica(ticket)!.NamedBy);
    }

    /// <summary>A counter that had no value before cannot be added up: nobody knows what the other side began with.</summary>
    [Fact]
    public void Merge_OfACounterWithoutAFormerValue_LeavesItToAPerson()
    {
        OutboxItem item = Conflict with
        {
            Change = Conflict.Change with { Data = World.F("""{"counter":3}"""), Base = null },
            Conflict = Conflict.Conflict! with
            {
                Fields = new Dictionary<string, FieldConflict> { ["counter"] = new() { Client = World.J("3"), Server = World.J("5"), Base = null, MergeHint = "counter" } },
            },
        };

        Assert.Contains("counter", Assert.Throws<ConflictUnresolvedException>(() => Resolve(Resolution.AutoMerge, item, Replica)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeepMine_OfACreateThatMetAnEntity_IsAnUpdateOfWhatDiffersAndMayBeWritten()
    {
        OutboxItem create = Conflict with
        {
            Change = Look.Change("""{"site_id":"north","title":"mine","priority":9.0,"notes":"n","approved_by":"me"}""", op: ChangeOp.Create),
            Conflict = Verdict(7, """{"site_id":"south","title":"theirs","priority":9,"notes":null,"approved_by":"B"}""", "title"),
        };

        Change again = Resolve(Resolution.KeepMine, create, Replica).Item(5)!.Change;

        Assert.Equal((ChangeOp.Update, 7L), (again.Op, again.ClientVersion));
        Assert.Equal("""{"title":"mine","notes":"n"}""", again.Data.ToJson());
        Assert.Equal("""{"title":"theirs","notes":null}""", again.Base!.Where(again.Data.ContainsKey).ToJson());
    }

    [Fact]
    public void KeepMine_OfACreateThatMetAnEntityWhichTheReplicaDoesNotKnow_IsAnUpdateOverTheVerdicts()
    {
        OutboxItem create = Conflict with
        {
            Change = Look.Change("""{"title":"mine","priority":9}""", op: ChangeOp.Create),
            Conflict = Verdict(7, """{"title":"theirs","priority":9}""", "title"),
        };

        Change again = Resolve(Resolution.KeepMine, create, replica: null).Item(5)!.Change;

        Assert.Equal((ChangeOp.Update, 7L, """{"title":"mine"}""", "theirs"), (again.Op, again.ClientVersion, again.Data.ToJson(), again.Base!["title"].ToString()));
    }

    [Fact]
    public void KeepMine_OfACreateThatTheReplicaKnowsByNow_IsAnUpdateOverThat()
    {
        OutboxItem create = Refused with { Change = Look.Change("""{"title":"mine","priority":9}""", op: ChangeOp.Create) };

        Change again = Resolve(Resolution.KeepMine, create, Replica).Item(5)!.Change;

        Assert.Equal((ChangeOp.Update, """{"title":"mine"}""", "theirs"), (again.Op, again.Data.ToJson(), again.Base!["title"].ToString()));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(0L, true)]
    [InlineData(null, false)]
    [InlineData(0L, false)]
    public void KeepMine_OfACreateThatNobodyElseHas_StaysOne(long? serverVersion, bool hasReplica)
    {
        OutboxItem create = Conflict with
        {
            Change = Look.Change("""{"title":"mine","site_id":"north"}""", op: ChangeOp.Create),
            Conflict = Verdict(serverVersion, null) with { Reason = ConflictReason.DeletedOnServer },
        };

        Change again = Resolve(Resolution.KeepMine, create, hasReplica ? new ReplicaEntity { Type = "job", Key = "j" } : null).Item(5)!.Change;

        Assert.Equal((ChangeOp.Create, """{"title":"mine","site_id":"north"}"""), (again.Op, again.Data.ToJson()));
        Assert.Null(again.Base);
    }

    [Fact]
    public void KeepMine_OfAnUpdateWhoseEntityIsGone_KeepsTheBaseThatItWasMadeOn()
    {
        OutboxItem lost = Conflict with { Conflict = Verdict(null, null, "title") };

        Change again = Resolve(Resolution.KeepMine, lost, replica: null).Item(5)!.Change;

        Assert.Equal((3L, """{"title":"old","notes":null}"""), (again.ClientVersion, again.Base!.ToJson()));
    }

    [Fact]
    public void KeepMine_WithoutAStateInTheVerdict_TakesWhatTheReplicaHolds()
    {
        OutboxItem untold = Conflict with { Conflict = Verdict(7, null, "title") };

        Assert.Equal("""{"title":"theirs","notes":null}""", Resolve(Resolution.KeepMine, untold, Replica).Item(5)!.Change.Base!.ToJson());
    }

    [Fact]
    public void Merge_WithTheOpenFieldGiven_SendsIt()
    {
        Change again = Resolve(Resolution.MergeWith(World.F("""{"title":"both","priority":1}""")), Conflict, Replica).Item(5)!.Change;

        Assert.Equal("""{"title":"both","notes":"n","priority":1}""", again.Data.ToJson());
        Assert.Equal(ResolutionKind.Merge, again.Resolves!.Resolution);
    }

    [Fact]
    public void Merge_ThatLeavesFieldsOpen_NamesThem_AndChangesNothing()
    {
        DeviceDraft draft = Look.Of(State, Replica, Conflict with { Conflict = Verdict(7, """{"title":"theirs","notes":"x"}""", "title", "notes") });

        var open = Assert.Throws<ConflictUnresolvedException>(() => ResolveDecider.Resolve(draft, Model, Conflict, Resolution.MergeWith(World.F("""{"notes":"given"}""")), "again", Now));

        Assert.StartsWith("title of job/j", open.Message, StringComparison.Ordinal);
        Assert.False(draft.IsChanged);
    }

    [Fact]
    public void Merge_OfARefusedChange_SendsWhatWasGivenOverIt() =>
        Assert.Equal("""{"title":"shorter"}""", Resolve(Resolution.MergeWith(World.F("""{"title":"shorter"}""")), Refused, Replica).Item(5)!.Change.Data.ToJson());

    [Fact]
    public void UseServer_ClosesTheChange_AndHasTheServerTold()
    {
        DeviceDraft draft = Resolve(Resolution.UseServer, Conflict with { BlockedBy = "job/other" }, Replica);

        Assert.Equal(Look.Text(Conflict with { Status = OutboxStatus.Synced, IsShown = false, SettledAt = Now }), Look.Text(Assert.Single(draft.Items)));
        Assert.Equal([Told(ResolutionKind.UseServer) with { Entity = "job", ServerId = "j" }], draft.State.Resolutions);
        Assert.Equal("""{"title":"theirs","notes":null,"priority":9}""", draft.Replica(Look.Id)!.Local!.ToJson());
    }

    [Fact]
    public void Discard_IsToldAfterTheDecisionsBeforeIt()
    {
        var earlier = new ResolvedConflict { OfflineId = "earlier", Resolution = ResolutionKind.UseServer };

        DeviceDraft draft = Resolve(State with { Resolutions = [earlier] }, Resolution.Discard, Conflict, Replica);

        Assert.Equal([earlier, Told(ResolutionKind.Discard) with { Entity = "job", ServerId = "j" }], draft.State.Resolutions);
    }

    /// <summary>A verdict holds the whole state: it is shown at once where it is newer than the replica, and of the same history.</summary>
    [Theory]
    [InlineData(6, 2, "theirs", 7)]
    [InlineData(7, 2, "pulled", 7)]
    [InlineData(8, 2, "pulled", 8)]
    [InlineData(6, 1, "pulled", 6)]
    public void UseServer_ShowsTheVerdictsState_UnlessTheReplicaKnowsBetter(long held, long round, string shown, long version)
    {
        DeviceDraft draft = Resolve(Resolution.UseServer, Conflict with { Round = round }, Look.Replica("""{"title":"pulled"}""", held));

        ReplicaEntity replica = draft.Replica(Look.Id)!;
        Assert.Equal((shown, version, false), (replica.Local!["title"].ToString(), replica.Version, replica.IsDeleted));
    }

    [Theory]
    [InlineData(null, """{"title":"theirs"}""")]
    [InlineData(7L, null)]
    public void UseServer_OfAVerdictThatTellsHalf_LeavesTheReplica(long? version, string? state)
    {
        DeviceDraft draft = Resolve(Resolution.UseServer, Conflict with { Conflict = Verdict(version, state, "title") }, Look.Replica("""{"title":"pulled"}""", 3));

        Assert.Equal((3, "pulled"), (draft.Replica(Look.Id)!.Version, draft.Replica(Look.Id)!.Local!["title"].ToString()));
    }

    [Fact]
    public void UseServer_OfWhatTheServerDeleted_ShowsItNoMore()
    {
        OutboxItem deleted = Conflict with { Conflict = Verdict(7, """{"title":"theirs"}""") with { Reason = ConflictReason.DeletedOnServer } };

        Assert.Null(Resolve(Resolution.UseServer, deleted, Look.Replica("""{"title":"pulled"}""", 6)).Replica(Look.Id));
    }

    [Fact]
    public void UseServer_OfWhatTheDeviceHoldsNoMore_MakesNoReplica() =>
        Assert.Null(Resolve(Resolution.UseServer, Conflict, replica: null).Replica(Look.Id));

    [Fact]
    public void Discard_ShowsWhatWasMadeOnIt_WithWhatIsOpenNow()
    {
        OutboxItem next = Look.Item(6, Look.Change("""{"title":"mine too","notes":"n"}""", """{"title":"mine","notes":null}""", 3) with { OfflineId = "next" }) with { BlockedBy = "job/j" };

        DeviceDraft draft = Resolve(Resolution.Discard, Conflict, Replica, next);

        Assert.Equal(Look.Text(next with
        {
            Status = OutboxStatus.Conflict,
            Round = 2,
            BlockedBy = null,
            SettledAt = Now,
            Conflict = new ConflictedChange
            {
                Entity = "job",
                OfflineId = "next",
                ServerId = "j",
                Reason = ConflictReason.PredecessorUnresolved,
                ClientVersion = 3,
                ServerVersion = 7,
                Detail = "The change that this one was made on was dropped.",
                ServerState = Replica.Server,
                Fields = new Dictionary<string, FieldConflict>
                {
                    ["title"] = new() { Client = World.J("\"mine too\""), Server = World.J("\"theirs\""), Base = World.J("\"mine\""), MergeHint = "last_write_wins" },
                },
            },
        }), Look.Text(draft.Item(6)!));
    }

    /// <summary>The server may have lost what a replica held that the fresh pull has not confirmed: nothing is shown of it after that pull (day 4,486).</summary>
    [Fact]
    public void Discard_OfWhatWasMadeOnALostHistory_BringsNothingOfItBack()
    {
        OutboxItem next = Look.Item(6, Look.Change("""{"title":"mine too"}""", """{"title":"mine"}""", 3) with { OfflineId = "next" });
        DeviceDraft draft = Resolve(Resolution.Discard, Conflict with { Round = 1 }, Replica with { Round = 1 }, next);
        OutboxItem asked = draft.Item(6)!;
        draft.Put(draft.Replica(Look.Id)! with { IsDeleted = true, Version = 0, Round = 2 });

        ResolveDecider.Resolve(draft, Model, asked, Resolution.Discard, "again", Now);

        Assert.Null(draft.Replica(Look.Id));
    }

    /// <summary>The verdict's state holds what this device did before it: shown over it once more it would hide what comes after (day 6,089).</summary>
    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void UseServer_ShowsNoLongerOverIt_WhatTheVerdictsStateHolds(long confirmed, bool isShown)
    {
        OutboxItem done = Look.Item(4, Look.Change("""{"notes":"n"}""", """{"notes":null}""", 3) with { OfflineId = "done" }, OutboxStatus.Synced) with { ConfirmedVersion = confirmed, IsShown = true };

        DeviceDraft draft = Resolve(Resolution.UseServer, Conflict, Replica with { Version = 6 }, done);

        Assert.Equal(isShown, draft.Item(4)!.IsShown);
        Assert.Equal(isShown ? "n" : "", draft.Replica(Look.Id)!.Local!["notes"].ToString());
    }

    [Fact]
    public void Discard_OfACreate_ShowsItsSuccessorsWithNothingOnTheServer()
    {
        OutboxItem create = Refused with { Change = Look.Change("""{"title":"mine"}""", op: ChangeOp.Create) };
        OutboxItem next = Look.Item(6, Look.Change("""{"title":"mine too"}""") with { OfflineId = "next" }) with { BlockedBy = "job/j" };

        ConflictedChange asked = Resolve(Resolution.Discard, create, new ReplicaEntity { Type = "job", Key = "j" }, next).Item(6)!.Conflict!;

        Assert.Null(asked.ServerVersion);
        Assert.Null(asked.ServerState);
        Assert.Equal("""{"Client":"mine too","Server":null,"Base":null,"MergeHint":"last_write_wins"}""", Look.Text(Assert.Single(asked.Fields).Value));
    }

    [Fact]
    public void Discard_AsksOnlyForWhatWasMadeAfterIt_AndNeverSent()
    {
        OutboxItem before = Look.Item(4, Look.Change("""{"notes":"before"}""") with { OfflineId = "before" });
        OutboxItem sent = Look.Item(6, Look.Change("""{"notes":"sent"}""") with { OfflineId = "sent" }, OutboxStatus.Syncing);
        OutboxItem other = Look.Item(7, Look.Change("""{"notes":"other"}""", id: new EntityId("job", "k")) with { OfflineId = "other" });

        DeviceDraft draft = Resolve(Resolution.Discard, Conflict, Replica, before, sent, other);

        Assert.Equal(
            [OutboxStatus.Pending, OutboxStatus.Synced, OutboxStatus.Syncing, OutboxStatus.Pending],
            draft.Items.Select(item => item.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decision_LetsGoWhatWaitedForIt_AndNothingElse(bool isKept)
    {
        OutboxItem photo = Look.Item(6, Look.Change("""{"job_id":"j"}""", op: ChangeOp.Append, id: new EntityId("photo", "p"))) with { BlockedBy = "job/j" };
        OutboxItem elsewhere = Look.Item(7, Look.Change("""{"job_id":"k"}""", op: ChangeOp.Append, id: new EntityId("photo", "q"))) with { BlockedBy = "job/k" };

        DeviceDraft draft = Resolve(isKept ? Resolution.KeepMine : Resolution.Discard, Conflict, Replica, photo, elsewhere);

        Assert.Equal((null, "job/k"), (draft.Item(6)!.BlockedBy, draft.Item(7)!.BlockedBy));
    }

    [Fact]
    public void Query_LooksAtTheChangeItsEntityAndWhatWaitsForIt()
    {
        DeviceQuery query = ResolveDecider.Query(Conflict);
        Assert.Equal([5L], query.Positions);
        Assert.Equal([Look.Id], query.Entities);
        Assert.Equal([Look.Id], query.BlockedBy);
    }
}
