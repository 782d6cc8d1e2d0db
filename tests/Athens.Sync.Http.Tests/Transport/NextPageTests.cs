using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;

namespace Athens.Sync.Http.Tests.Transport;

/// <summary>Where the next page begins is told before the page has come.</summary>
public sealed class NextPageTests
{
    private readonly List<string> told = [];

    [Fact]
    public async Task NextPage_IsToldWhileThePageIsStillOnItsWay()
    {
        var isTold = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackServer server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.Headers[WireHeaders.Next] = "c1";
            await http.Response.Body.FlushAsync();
            await isTold.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await http.Response.WriteAsync(Answers.PageJson);
        });

        PullResponse page = await server.Transport().PullAsync(new PullRequest(), isTold.SetResult);

        Assert.Equal(("c1", "c1"), (await isTold.Task, page.Checkpoint));
    }

    [Theory]
    [InlineData(200, "application/json", null)]
    [InlineData(200, "application/json", "")]
    [InlineData(200, "text/html", "c1")]
    [InlineData(503, "application/problem+json", "c1")]
    public async Task NextPage_OfWhatDoesNotTellIt_IsNotTold(int status, string type, string? header)
    {
        (string, string)[] headers = header is null ? [] : [(WireHeaders.Next, header)];
        await using LoopbackServer server = await LoopbackServer.StartAsync(status, type, Answers.PageJson, headers);

        await Record.ExceptionAsync(() => server.Transport().PullAsync(new PullRequest(), told.Add));

        Assert.Empty(told);
    }

    [Fact]
    public async Task NextPage_ToldTwice_IsNotTold()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.Headers[WireHeaders.Next] = new(["c1", "c2"]);
            await http.Response.WriteAsync(Answers.PageJson);
        });

        await server.Transport().PullAsync(new PullRequest(), told.Add);

        Assert.Empty(told);
    }
}
