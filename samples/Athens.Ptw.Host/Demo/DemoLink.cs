namespace Athens.Ptw.Host.Demo;

/// <summary>A device's way to the server, as good as the story wants it.</summary>
internal sealed class DemoLink() : DelegatingHandler(new SocketsHttpHandler())
{
    private bool losesNextAnswer;

    public bool IsUp { get; set; } = true;

    /// <summary>The next request arrives, and is done; its answer does not come back.</summary>
    public void LoseNextAnswer() => losesNextAnswer = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsUp)
            throw new HttpRequestException("There is no network here.");
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        if (!losesNextAnswer)
            return answer;
        losesNextAnswer = false;
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        answer.Dispose();
        throw new HttpRequestException("The connection broke before the answer came.");
    }
}
