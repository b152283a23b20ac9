using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaChat.Protocol;

/// <summary>
/// Tells a resend from another message under the same key after the content itself was edited or erased: the first eight
/// bytes of SHA-256. A clash only makes a sender's own second message look like a resend.
/// </summary>
public static class ContentHash
{
    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    public static long Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
