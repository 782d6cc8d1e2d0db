using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

/// <summary>Whatever is sent as a checkpoint, the server gives a page of the reader's own scope, or refuses by name.</summary>
public sealed class CheckpointFuzzTests
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_FUZZ_MUTATIONS") ?? "2000000", CultureInfo.InvariantCulture) / 10;

    private static readonly SyncCaller Reader = new() { User = "reader", Scopes = ["north"] };

    private readonly SyncServer server;

    public CheckpointFuzzTests()
    {
        SyncModel model = JobModel.Create();
        var ids = new CountingIds(1);
        server = new SyncServer(model, new InMemoryServerStore(model, ids), TimeProvider.System, ids);
    }

    [Fact]
    public async Task EveryBitOfAToken_Turned_GivesAPageOrIsRefusedByName()
    {
        string token = await FillAsync();
        for (int at = 0; at < token.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
                await AssertAnsweredAsync($"{token[..at]}{(char)(token[at] ^ (1 << bit))}{token[(at + 1)..]}");
            await AssertAnsweredAsync(token[..at]);
        }
    }

    [Fact]
    public async Task EveryBitWithinAToken_Turned_GivesAPageOrIsRefusedByName()
    {
        byte[] held = Base64Url.DecodeFromChars(await FillAsync());
        for (int bit = 0; bit < held.Length * 8; bit++)
        {
            byte[] turned = [.. held];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            await AssertAnsweredAsync(Base64Url.EncodeToString(turned));
        }
    }

    [Fact]
    public async Task AnyToken_GivesAPageOrIsRefusedByName()
    {
        byte[] held = Base64Url.DecodeFromChars(await FillAsync());
        for (int n = 0; n < Count; n++)
            await AssertAnsweredAsync(Base64Url.EncodeToString(Mutations.Of(held, new Random(n))));
    }

    [Fact]
    public async Task Token_LongerThanAnyOfThisServer_IsRefused()
    {
        byte[] held = Base64Url.DecodeFromChars(await FillAsync());
        string token = Base64Url.EncodeToString([.. held, .. Enumerable.Repeat((byte)' ', 2_000)]);
        await Assert.ThrowsAsync<WireException>(() => server.PullAsync(new PullRequest { Checkpoint = token }, Reader));
    }

    /// <summary>Two jobs in the reader's scope and one in another; the token of the first page.</summary>
    private async Task<string> FillAsync()
    {
        var writer = new SyncCaller { User = "writer", Scopes = ["north", "south"] };
        foreach ((string key, string scope) in new[] { ("a", "north"), ("b", "north"), ("secret", "south") })
        {
            string push = $$$"""{"device_id":"w","scope":"{{{scope}}}","changes":[{"entity":"job","op":"create","offline_id":"{{{key}}}","server_id":"{{{key}}}","data":{"title":"{{{key}}}"}}]}""";
            PushResponse pushed = await server.PushAsync(PushRequestReader.Read(Encoding.UTF8.GetBytes(push), SyncLimits.Default), writer);
            Assert.Single(pushed.Applied);
        }
        return (await server.PullAsync(new PullRequest { Limit = 1 }, Reader)).Checkpoint;
    }

    private async Task AssertAnsweredAsync(string token)
    {
        try
        {
            PullResponse page = await server.PullAsync(PullRequestReader.Read(null, token, null, null, "d", SyncLimits.Default), Reader);
            Assert.Equal("north", page.Scope);
            Assert.DoesNotContain(page.Changes, change => change.ServerId == "secret");
        }
        catch (SyncException refused) when (refused is WireException or ResyncRequiredException)
        {
            Assert.NotEmpty(refused.Message);
        }
    }
}
