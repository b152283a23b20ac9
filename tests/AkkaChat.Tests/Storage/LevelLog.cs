using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AkkaChat.Tests.Storage;

/// <summary>A logger that remembers how bad what it was told was.</summary>
internal sealed class LevelLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<LogLevel> _levels = [];

    public IReadOnlyCollection<LogLevel> Levels => _levels;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _levels.Enqueue(logLevel);
}
