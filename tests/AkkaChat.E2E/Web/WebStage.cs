using AkkaChat.E2E.Harness;
using Microsoft.Playwright;

namespace AkkaChat.E2E.Web;

/// <summary>A server and a browser for the web tests.</summary>
public sealed class WebStage : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ];

    private IPlaywright _playwright = null!;

    /// <summary>The server.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <summary>The browser; each user gets a context in it.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where screenshots go.</summary>
    public static string Screenshots => Environment.GetEnvironmentVariable("AKKACHAT_SCREENSHOTS")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../screenshots"));

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Patience.Usual.TotalMilliseconds);
        Server = await ServerProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }
}
