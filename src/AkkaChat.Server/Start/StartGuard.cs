using System.Net.Sockets;
using AkkaChat.Server.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Start;

/// <summary>
/// Runs the server. A start that fails for a known reason ends with one sentence on the error stream and a non-zero exit
/// code; anything else is a bug and goes up with its stack trace.
/// </summary>
internal static class StartGuard
{
    /// <summary>Builds and runs the server until it is told to stop; gives the exit code.</summary>
    public static async Task<int> RunAsync(Func<WebApplication> build, TextWriter output, TextWriter errors)
    {
        WebApplication app;
        try
        {
            app = await StartAsync(build);
        }
        catch (Exception failure) when (Explain(failure) is not null)
        {
            var (sentence, exitCode) = Explain(failure)!.Value;
            await errors.WriteLineAsync($"AkkaChat did not start. {sentence}");
            return exitCode;
        }

        await using (app)
        {
            await Banner.WriteAsync(app, output);
            await app.WaitForShutdownAsync();
        }

        return 0;
    }

    /// <summary>What a person needs to know of a failed start, and the exit code; null if it is no known failure.</summary>
    internal static (string Sentence, int ExitCode)? Explain(Exception failure) => failure switch
    {
        IStartFailure known => (known.Message, known.ExitCode),
        OptionsValidationException invalid => (string.Join(' ', invalid.Failures), SettingException.ConfigExitCode),
        IOException { InnerException: AddressInUseException } busy =>
            ($"{busy.Message} Stop the program that has it, or choose another with --urls=http://localhost:8081.", 1),
        IOException { InnerException: AggregateException } unbound =>
            ($"{unbound.Message} Choose another address with --urls=http://localhost:8081.", 1),
        SocketException refused => ($"An address of Urls can't be used: {refused.Message}.", 1),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        { InnerException: IStartFailure inner } => (inner.Message, inner.ExitCode),
        _ => null,
    };

    private static async Task<WebApplication> StartAsync(Func<WebApplication> build)
    {
        var app = build();
        try
        {
            // The host makes all its services first, and with them an actor system that would have to end again.
            await app.Services.GetRequiredService<StoreOpener>().OpenAsync(CancellationToken.None);
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
