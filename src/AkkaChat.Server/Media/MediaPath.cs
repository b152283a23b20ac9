namespace AkkaChat.Server.Media;

/// <summary>Addresses of uploaded files as messages and avatars have them: <c>/media/{id}</c>, never signed.</summary>
internal static class MediaPath
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "/media/";

    private const string ThumbSuffix = "/thumb";

    /// <summary>The address of <paramref name="media"/>.</summary>
    public static string Of(MediaId media, MediaVariant variant = MediaVariant.Original) =>
        variant == MediaVariant.Thumb ? $"{Prefix}{media}{ThumbSuffix}" : $"{Prefix}{media}";

    /// <summary>True if <paramref name="address"/> claims to be one of ours, whether there is such a file or not.</summary>
    public static bool IsOurs(string address) => address.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Which file <paramref name="address"/> leads to; false if it has not exactly the form of one of ours.</summary>
    public static bool TryParse(string address, out MediaId media)
    {
        media = default;
        if (!IsOurs(address))
        {
            return false;
        }

        var rest = address.AsSpan(Prefix.Length);
        return MediaId.TryParse(
            rest.EndsWith(ThumbSuffix, StringComparison.Ordinal) ? rest[..^ThumbSuffix.Length] : rest, out media);
    }
}
