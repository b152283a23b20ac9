using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Start;

/// <summary>
/// The program as a tool: <c>rebuild-projections</c> makes everything that follows from the room logs anew, on the store that
/// the settings name, while no node runs on it.
/// </summary>
internal static class RebuildCommand
{
    /// <summary>The first argument that asks for it.</summary>
    public const string Name = "rebuild-projections";

    /// <summary>A line for so many rooms.</summary>
    private const int RoomsPerLine = 100;

    /// <summary>Does it; gives the exit code.</summary>
    /// <param name="args">Settings, as for the server.</param>
    /// <param name="output">Gets a line now and then, and how many rooms there were.</param>
    /// <param name="errors">Gets the sentence that says why it failed.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            await using var services = Services(args);
            var store = services.GetRequiredService<IChatStore>();
            await store.OpenAsync(CancellationToken.None);
            var progress = new Lines(output);
            await store.RebuildAsync(progress, CancellationToken.None);
            await output.WriteLineAsync($"{progress.Rooms} rooms are rebuilt.");
            return 0;
        }
        catch (Exception failure) when (failure is StoreUnavailableException || StartGuard.Explain(failure) is not null)
        {
            var (sentence, exitCode) = StartGuard.Explain(failure) ?? ($"{failure.Message} Run it again.", 1);
            await errors.WriteLineAsync($"The rooms are not all rebuilt. {sentence}");
            return exitCode;
        }
    }

    // The store and what it needs, nothing that serves.
    private static ServiceProvider Services(string[] args)
    {
        var builder = StartHosting.CreateBuilder(args);
        var settings = new SettingsReader(builder.Configuration);
        builder.AddAkkaChatStorage(settings, builder.AddServerSettings(settings));
        return builder.Services.BuildServiceProvider();
    }

    private sealed class Lines(TextWriter output) : IProgress<int>
    {
        public int Rooms { get; private set; }

        public void Report(int value)
        {
            Rooms = value;
            if (value % RoomsPerLine == 0)
            {
                output.WriteLine($"{value} rooms so far");
            }
        }
    }
}
