using System.Text;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

public sealed class PushRequestReaderTests
{
    private const string Change = """{"entity":"permit","op":"update","offline_id":"o1","server_id":"p1","client_version":5,"data":{"title":"New"},"base":{"title":"Old"}}""";

    [Fact]
    public void Read_EverythingGiven_EverythingIsRead()
    {
        PushRequest request = Read("""
            { "device_id": "d1", "client_time": "2026-03-01T08:00:00Z", "scope": "north", "epoch": "e1", "schema_version": 3, "generation": "g1", "acknowledged": 41,
              "resolutions": [ { "offline_id": "o0", "entity": "permit", "server_id": "p0", "resolution": "use_server", "at": "2026-03-01T07:00:00Z" } ],
              "changes": [ { "entity": "permit", "op": "update_status", "offline_id": "o1", "number": 42, "server_id": "p1", "client_version": 5,
                "data": { "status": "submitted" }, "base": { "status": "draft" }, "changed_at": "2026-03-01T09:30:00+02:00", "schema_version": 4,
                "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "resolves": { "offline_id": "o0", "resolution": "keep_mine" } } ] }
            """);

        Assert.Equal(("d1", "north", "e1", 3, "g1", 41L), (request.DeviceId, request.Scope, request.Epoch, request.SchemaVersion, request.Generation, request.Acknowledged));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), request.ClientTime);
        Assert.Equal(("o0", "permit", "p0", ResolutionKind.UseServer), Assert.Single(request.Resolutions) is var r ? (r.OfflineId, r.Entity, r.ServerId, r.Resolution) : default);
        Assert.Empty(request.Malformed);
        Change change = Assert.Single(request.Changes);
        Assert.Equal(("permit", ChangeOp.UpdateStatus, "o1", 42L, "p1", 5L), (change.Entity, change.Op, change.OfflineId, change.Number, change.ServerId, change.ClientVersion));
        Assert.Equal(("""{"status":"submitted"}""", """{"status":"draft"}"""), (change.Data.ToJson(), change.Base!.ToJson()));
        Assert.Equal(TimeSpan.FromHours(2), change.ChangedAt!.Value.Offset);
        Assert.Equal(4, change.SchemaVersion);
        Assert.Equal(ResolutionKind.KeepMine, change.Resolves!.Resolution);
    }

    [Fact]
    public void Read_WhatAnOlderClientSends_IsEnough()
    {
        PushRequest request = Read("""{"device_id":"d1","app_version":"1.2","network":{"type":"wifi"},"client_time":17,"changes":[{"entity":"permit","op":"create","offline_id":"o1","server_id":null,"base":null,"data":{"title":"New"},"local_id":7}]}""");

        Change change = Assert.Single(request.Changes);
        Assert.Equal((null, null, null), (change.ServerId, change.Base, change.ClientVersion));
        Assert.Null(request.ClientTime);
    }

    [Fact]
    public void Read_ByteOrderMark_IsSkipped() =>
        Assert.Single(PushRequestReader.Read(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Body(Change))).ToArray(), SyncLimits.Default).Changes);

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("<html></html>", "not JSON at line 1, byte 1")]
    [InlineData("""{"device_id":"d1","changes":[]""", "not JSON")]
    [InlineData("""{"device_id":"d1","changes":[{"data":{"level":NaN}}]}""", "NaN is no number")]
    [InlineData("""{"device_id":"d1","changes":[{"data":{"level":-Infinity}}]}""", "-Infinity is no number")]
    [InlineData("""{"device_id":"d1","device_id":"d2","changes":[]}""", "the key 'device_id' twice")]
    [InlineData("""{"device_id":"d1","changes":[{"data":{"a":1,"\u0061":2}}]}""", "the key 'a' twice")]
    [InlineData("""{"\ud800":1,"device_id":"d1","changes":[]}""", "a key that is not valid text")]
    [InlineData("[]", "not an object but an array")]
    [InlineData("null", "not an object but null")]
    [InlineData("""{"changes":[]}""", "device_id: It is missing")]
    [InlineData("""{"device_id":"","changes":[]}""", "device_id: It is missing")]
    [InlineData("""{"device_id":7,"changes":[]}""", "device_id: A string was expected, not a number")]
    [InlineData("""{"device_id":"a\ud800b","changes":[]}""", "device_id: It is not valid text")]
    [InlineData("""{"device_id":"a\u0000","changes":[]}""", "device_id: It is not valid text")]
    [InlineData("""{"device_id":"d1"}""", "changes: It is missing")]
    [InlineData("""{"device_id":"d1","changes":null}""", "changes: It is missing")]
    [InlineData("""{"device_id":"d1","changes":{}}""", "changes: An array was expected, not an object")]
    [InlineData("""{"device_id":"d1","changes":[],"scope":[]}""", "scope: A string was expected, not an array")]
    [InlineData("""{"device_id":"d1","changes":[],"acknowledged":-1}""", "acknowledged: An integer of 0 or more")]
    [InlineData("""{"device_id":"d1","changes":[],"schema_version":3000000000}""", "schema_version: An integer of 0 or more")]
    [InlineData("""{"device_id":"d1","changes":[],"resolutions":[{"offline_id":"o1","resolution":"shrug"}]}""", "resolutions[0].resolution: There is no resolution 'shrug'")]
    [InlineData("""{"device_id":"d1","changes":[],"resolutions":[{"offline_id":"o1"}]}""", "resolutions[0].resolution: It is missing")]
    [InlineData("""{"device_id":"d1","changes":[],"resolutions":[7]}""", "resolutions[0]: An object was expected, not a number")]
    public void Read_NotAnEnvelope_IsNamed(string body, string expected) =>
        Assert.Contains(expected, Assert.Throws<WireException>(() => Read(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_TooDeep_IsNamed()
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);

        Assert.Contains("deeper than 16 levels", Assert.Throws<WireException>(() => Read(deep)).Message, StringComparison.Ordinal);
        Assert.Contains("deeper than 16 levels", Assert.Throws<WireException>(() => Read(Body($$"""{"data":{"a":{{deep}} } }"""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeviceIdAtAndAboveTheLimit_IsTakenAndRefused()
    {
        Assert.Equal(128, Read($$"""{"device_id":"{{new string('d', 128)}}","changes":[]}""").DeviceId.Length);
        Assert.Contains("device_id: It is longer than 128 characters", Assert.Throws<WireException>(() => Read($$"""{"device_id":"{{new string('d', 129)}}","changes":[]}""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChangesAtAndAboveTheLimit_AreTakenAndRefused()
    {
        Assert.Equal(500, Read(Body([.. Enumerable.Repeat(Change, 500)])).Changes.Count);
        Assert.Contains("at most 500", Assert.Throws<WireException>(() => Read(Body([.. Enumerable.Repeat("0", 501)]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BodyAboveTheLimit_IsRefused() =>
        Assert.Contains("larger than 10 bytes", Assert.Throws<WireException>(() => PushRequestReader.Read(new byte[11], new SyncLimits { DecompressedBytesMax = 10 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_GoodAndBadChanges_AreNumberedTogether()
    {
        PushRequest request = Read(Body(Change, "7", Change, """{"entity":"permit"}""", "[]"));

        Assert.Equal((2, 3), (request.Changes.Count, request.Malformed.Count));
    }

    internal static PushRequest Read(string body) => PushRequestReader.Read(Encoding.UTF8.GetBytes(body), SyncLimits.Default);

    internal static string Body(params string[] changes) => $$"""{"device_id":"d1","changes":[{{string.Join(',', changes)}}]}""";
}
