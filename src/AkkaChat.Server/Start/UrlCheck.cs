namespace AkkaChat.Server.Start;

/// <summary>Whether the addresses to listen on are addresses.</summary>
internal static class UrlCheck
{
    private const string Key = "Urls";
    private const string Certificate = "Kestrel:Certificates:Default";

    /// <summary>Stops the start where they are not.</summary>
    /// <exception cref="SettingException">One is not.</exception>
    public static void Run(IConfiguration configuration, IHostEnvironment environment)
    {
        // In Development there may be a certificate that the SDK made.
        var hasCertificate = environment.IsDevelopment() || configuration.GetSection(Certificate).Exists();
        foreach (var url in (configuration[Key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (SchemeOf(url))
            {
                case "http":
                case "https" when hasCertificate:
                    break;
                case "https":
                    throw new SettingException($"{Key} is '{url}', which needs a certificate: set {Certificate}:Path.");
                default:
                    throw new SettingException(
                        $"{Key} is '{url}', which is not an address to listen on (such as http://localhost:8080).");
            }
        }
    }

    private static string? SchemeOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Scheme;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
