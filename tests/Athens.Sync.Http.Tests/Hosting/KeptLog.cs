using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>Keeps what is logged.</summary>
public sealed class KeptLog : ILoggerProvider
{
    public ConcurrentQueue<(string Category, int Id, string Text)> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(KeptLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Entries.Enqueue((category, eventId.Id, $"{formatter(state, exception)} {exception}"));
    }
}
