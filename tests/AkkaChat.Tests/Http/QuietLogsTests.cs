using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class QuietLogsTests
{
    [Fact]
    public async Task A_token_in_an_address_is_in_no_log_whatever_the_settings_say()
    {
        var lines = new LineLog();
        await using var server = await EdgeServer.StartAsync(
            [
                "--Logging:LogLevel:Default=Trace",
                "--Logging:LogLevel:Microsoft=Trace",
                "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
                "--Logging:Lines:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
                "--Logging:Console:LogLevel:Default=None",
            ],
            builder => builder.Logging.AddProvider(lines));

        using var response = await server.SendAsync(HttpMethod.Get, "/api/v1/rooms?access_token=hunter2", token: null);

        Assert.NotEmpty(lines.Lines);
        Assert.DoesNotContain(lines.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [ProviderAlias("Lines")]
    private sealed class LineLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
