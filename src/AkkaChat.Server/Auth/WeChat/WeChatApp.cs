using AkkaChat.Server.Start;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>The mini program that people come from. Its secret is for WeChat alone.</summary>
internal sealed class WeChatApp
{
    private WeChatApp(string id, string secret)
    {
        Id = id;
        Secret = secret;
    }

    /// <summary>The app id.</summary>
    public string Id { get; }

    /// <summary>The secret.</summary>
    public string Secret { get; }

    /// <summary>Whose ids the people's are: each mini program knows a person by another one.</summary>
    public string Provider => $"wechat:{Id}";

    /// <summary>The app of the settings; null if there is none.</summary>
    /// <exception cref="StartException">The file with the secret can't be read, or is empty.</exception>
    public static WeChatApp? Of(WeChatOptions options)
    {
        if (options.AppId is not { } id)
        {
            return null;
        }

        var secret = options.Secret ?? Read(options.SecretFile!);
        return secret.Length > 0 ? new WeChatApp(id, secret) : throw new StartException(
            $"The secret of WeChat is empty: see {WeChatOptions.Section}:{nameof(WeChatOptions.SecretFile)}.");
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The file with the secret of WeChat, {path}, can't be read: {failure.Message}", failure);
        }
    }
}
