namespace AkkaChat.Server.Start;

/// <summary>Whether the addresses to listen on are addresses.</summary>
internal static class UrlCheck
{
    private const string Key = "Urls";

    /// <summary>Stops the start where they are not.</summary>
    /// <exception cref="SettingException">One is not.</exception>
    public static void Run(IConfiguration configuration)
    {
        foreach (var url in (configuration[Key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var address = BindingAddress.Parse(url);
                if (address.Scheme is not ("http" or "https"))
                {
                    throw new FormatException("not a web address");
                }
            }
            catch (FormatException failure)
            {
                throw new SettingException(
                    $"{Key} is '{url}', which is not an address to listen on (such as http://localhost:8080).", failure);
            }
        }
    }
}
