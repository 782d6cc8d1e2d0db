namespace Athens.Sync.Testing;

/// <summary>What a network does to one call. Immutable.</summary>
public sealed record TransportFault
{
    private TransportFault(string name) => Name = name;

    /// <summary>The request never reaches the server.</summary>
    public static TransportFault RequestLost { get; } = Failing(nameof(RequestLost), TransportFailure.Unreachable, "The connection failed.");

    /// <summary>The server does what it was asked, and its answer is lost.</summary>
    public static TransportFault AnswerLost { get; } = RequestLost with { Name = nameof(AnswerLost), Deliveries = 1 };

    /// <summary>The server gets the request twice; the second answer is the caller's.</summary>
    public static TransportFault Duplicated { get; } = new(nameof(Duplicated)) { Deliveries = 2 };

    /// <summary>The caller gives up, and a push reaches the server all the same: after the next one, which has overtaken it.</summary>
    public static TransportFault Overtaken { get; } = Failing(nameof(Overtaken), TransportFailure.Unreachable, "No answer came in time.") with { IsLate = true };

    /// <summary>A captive portal answers, with a page and status 200.</summary>
    public static TransportFault HtmlPage { get; } = Failing(nameof(HtmlPage), TransportFailure.NotTheServer, "The answer is text/html, not JSON.");

    /// <summary>The server does what it was asked, and its answer is more than the client reads.</summary>
    public static TransportFault AnswerTooLarge { get; } = Failing(nameof(AnswerTooLarge), TransportFailure.AnswerTooLarge, "The answer is too large.") with { Deliveries = 1 };

    /// <summary>A name for messages.</summary>
    public string Name { get; private init; }

    /// <summary>How often the server gets the request, before the caller gets an answer.</summary>
    internal int Deliveries { get; private init; }

    /// <summary>True when the server gets the request once more, after the next one.</summary>
    internal bool IsLate { get; private init; }

    /// <summary>How long the request is under way.</summary>
    internal TimeSpan Delay { get; private init; }

    /// <summary>What the caller gets in the place of an answer.</summary>
    internal Func<SyncTransportException>? Failure { get; private init; }

    /// <summary>The call takes this long, by the transport's clock, and then goes well.</summary>
    public static TransportFault Delayed(TimeSpan delay) => new($"{nameof(Delayed)} {delay}") { Delay = delay, Deliveries = 1 };

    /// <summary>The server, or what stands before it, answers with an HTTP status from 400.</summary>
    /// <param name="status">401, 403, 429 and 503 for example.</param>
    /// <param name="retryAfter">How long it asks to wait.</param>
    /// <param name="isTakenIn">True when the server did what it was asked all the same, and only the answer is this.</param>
    public static TransportFault Status(int status, TimeSpan? retryAfter = null, bool isTakenIn = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        return Failing($"{nameof(Status)} {status}", FailureOf(status), $"The server answered {status}.", retryAfter) with { Deliveries = isTakenIn ? 1 : 0 };
    }

    /// <summary>Now and then a fault, any of them; null for a call that goes well.</summary>
    /// <param name="random">Chance, seeded, so that a run that fails can be run again.</param>
    /// <param name="share">The share of calls that are to fail, from 0 to 1.</param>
    public static TransportFault? Draw(Random random, double share)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextDouble() >= share ? null : random.Next(8) switch
        {
            0 => RequestLost,
            1 or 2 => AnswerLost,
            3 => Duplicated,
            4 => Overtaken,
            5 => HtmlPage,
            6 => Status(503),
            _ => Status(401),
        };
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    private static TransportFault Failing(string name, TransportFailure failure, string message, TimeSpan? retryAfter = null) => new(name)
    {
        Failure = () => new SyncTransportException(failure, message) { RetryAfter = retryAfter },
    };

    /// <summary>As the transport over HTTP tells them.</summary>
    private static TransportFailure FailureOf(int status) => status switch
    {
        401 or 403 => TransportFailure.Unauthorized,
        511 => TransportFailure.NotTheServer,
        408 or 429 or >= 500 => TransportFailure.Unavailable,
        _ => TransportFailure.Refused,
    };
}
