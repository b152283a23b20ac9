using System.Security.Cryptography;
using System.Text;
using AkkaChat.Server.Start;
using Microsoft.IdentityModel.Tokens;

namespace AkkaChat.Server.Auth;

/// <summary>The secret that signs access tokens: from the settings, else from a file that is made at the first start.</summary>
internal sealed class SigningKey
{
    /// <summary>Shortest key: HS256 is no stronger than its key.</summary>
    public const int MinBytes = 32;

    /// <summary>The file in the data directory.</summary>
    public const string FileName = "signing.key";

    // Enough to tell keys apart; says nothing about the key.
    private const int KeyIdChars = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SigningKey(byte[] bytes) => Security = new SymmetricSecurityKey(bytes)
    {
        KeyId = Convert.ToHexStringLower(SHA256.HashData(bytes))[..KeyIdChars],
    };

    /// <summary>The key with its id.</summary>
    public SymmetricSecurityKey Security { get; }

    /// <summary>The key of the settings, or of the file, which is made if it is missing.</summary>
    /// <exception cref="StartException">The file can't be read or made, or is no key.</exception>
    public static SigningKey Load(AuthOptions options, DataDirectory data, ILogger<SigningKey> log)
    {
        if (options.SigningKey is not null)
        {
            return new SigningKey(Decode(options.SigningKey) ?? throw new StartException("The signing key is not valid."));
        }

        var path = data.PathOf(FileName);
        try
        {
            var text = File.Exists(path) ? Read(path, log) : Make(path);
            return new SigningKey(Decode(text) ?? throw new StartException(
                $"The signing key file {path} is broken: it must hold at least {MinBytes} bytes in base64. "
                + "Restore it, or delete it to sign everybody out."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The signing key file {path} can't be used: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// The bytes that <paramref name="text"/> stands for: as base64 where it is that, else as it is; null if they are too few.
    /// </summary>
    internal static byte[]? Decode(string text)
    {
        var trimmed = text.Trim();
        var bytes = new byte[trimmed.Length];
        bytes = Convert.TryFromBase64String(trimmed, bytes, out var count) ? bytes[..count] : Encoding.UTF8.GetBytes(trimmed);
        return bytes.Length >= MinBytes ? bytes : null;
    }

    private static string Read(string path, ILogger<SigningKey> log)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
        {
            SigningKeyLog.ReadableByOthers(log, path);
        }

        return File.ReadAllText(path);
    }

    // The whole file appears under its name at once: a crash leaves no half a key, and of two processes that start together
    // the second one fails instead of signing with a key of its own.
    private static string Make(string path)
    {
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(MinBytes));
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(draft, options))
        using (var writer = new StreamWriter(file))
        {
            writer.WriteLine(text);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }

        return text;
    }
}
