using System.Net;
using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Accounts;

public sealed class SignInLimitTests
{
    private const int MoreThanOneMinuteAllows = 1300;

    [Fact]
    public async Task SignIn_FarMoreOftenThanPeopleDo_Is429AndSaysWhenToTryAgain()
    {
        await using var server = new PtwServer();
        HttpStatusCode status = HttpStatusCode.OK;
        for (int i = 0; i < MoreThanOneMinuteAllows && status != HttpStatusCode.TooManyRequests; i++)
        {
            using HttpResponseMessage answer = await server.SignInAsync("requester-north", "");
            status = answer.StatusCode;
            Assert.Equal(status == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter is not null);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }
}
