using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AkkaChat.Tests.Auth;

/// <summary>Makes tokens by hand, also such as nobody should.</summary>
internal static class Jwt
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static string Sign(string header, string payload, byte[]? key = null)
    {
        var text = Part(header) + "." + Part(payload);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key ?? Key, Encoding.ASCII.GetBytes(text)));
    }

    public static string SignWithSha384(string header, string payload)
    {
        var text = Part(header) + "." + Part(payload);
        return text + "." + Base64Url.EncodeToString(HMACSHA384.HashData(Key, Encoding.ASCII.GetBytes(text)));
    }

    public static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
