using System.Numerics;
using System.Security.Cryptography;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth;

/// <summary>Makes ids of new people.</summary>
internal static class UserIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerChar = 5;
    private const int RandomBits = 128;

    /// <summary>An id that nobody has: <c>u-</c> and 128 random bits in base32.</summary>
    public static UserId New()
    {
        var bits = new BigInteger(RandomNumberGenerator.GetBytes(RandomBits / 8), isUnsigned: true);
        var text = string.Create((RandomBits + BitsPerChar - 1) / BitsPerChar, bits, static (chars, bits) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = Alphabet[(int)((bits >> (i * BitsPerChar)) & (Alphabet.Length - 1))];
            }
        });
        return UserId.Parse("u-" + text);
    }
}
