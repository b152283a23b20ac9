using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>The log and the composer of a page, by their test hooks.</summary>
public static class MessagePart
{
    /// <summary>The message at that place of the log.</summary>
    public static ILocator At(this ChatPage page, long seq) => page.Page.Locator($"[data-testid=message][data-seq='{seq}']");

    /// <summary>Where a message stands in the log.</summary>
    public static async Task<long> SeqOfAsync(this ChatPage page, string text) =>
        long.Parse((await page.Message(text).GetAttributeAsync("data-seq"))!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Messages with such a part in them, e.g. a picture.</summary>
    public static ILocator With(this ChatPage page, string hook) => page.Messages.Filter(new() { Has = page.Hook(hook) });

    /// <summary>A reaction of a message.</summary>
    public static ILocator Reaction(this ChatPage page, string text, string emoji) =>
        page.Message(text).Locator($"[data-testid=reaction][data-emoji='{emoji}']");

    /// <summary>Opens the menu of a message.</summary>
    public static async Task OpenMenuAsync(this ChatPage page, ILocator message)
    {
        await message.HoverAsync();
        await message.GetByTestId("message-menu").ClickAsync();
    }

    /// <summary>Chooses files as the attach button does.</summary>
    public static Task AttachAsync(this ChatPage page, params FilePayload[] files) => page.Hook("file-input").SetInputFilesAsync(files);

    /// <summary>Chooses files and sends them.</summary>
    public static async Task SendFilesAsync(this ChatPage page, params FilePayload[] files)
    {
        await page.AttachAsync(files);
        await Expect(page.Hook("attachment")).ToHaveCountAsync(files.Length);
        await page.Hook("send").ClickAsync();
    }

    /// <summary>Waits until a message is stored.</summary>
    public static Task StoredAsync(this ChatPage page, ILocator message) => Expect(message).ToHaveAttributeAsync("data-state", "sent");

    /// <summary>Where something stands on the screen.</summary>
    public static Task<double> TopAsync(this ILocator element) =>
        element.EvaluateAsync<double>("element => element.getBoundingClientRect().top");

    /// <summary>Nothing went wrong on these pages that only a developer would see.</summary>
    public static void AreCalm(params ChatPage[] pages)
    {
        foreach (var page in pages)
        {
            Assert.Empty(page.Alarms);
        }
    }
}
