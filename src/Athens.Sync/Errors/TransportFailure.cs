namespace Athens.Sync;

/// <summary>Why a call to the server brought no answer.</summary>
public enum TransportFailure
{
    /// <summary>No connection, or no answer in time.</summary>
    Unreachable,

    /// <summary>The server is there and cannot serve now: 429 or 5xx.</summary>
    Unavailable,

    /// <summary>The caller is not signed in, or may not do this: 401 or 403.</summary>
    Unauthorized,

    /// <summary>The server refuses the request itself: another 4xx.</summary>
    Refused,

    /// <summary>What answered does not speak the protocol: a captive portal, a proxy's page.</summary>
    NotTheServer,

    /// <summary>
    /// The answer is larger than this client reads. A push of several changes is sent again in parts; the server has its changes. A change whose
    /// answer is too large by itself is set aside, as one that is refused by itself.
    /// </summary>
    AnswerTooLarge,
}
