using System.Buffers.Text;
using System.Text;

namespace AkkaChat.E2E.Harness;

/// <summary>Tokens that must not work.</summary>
public static class Tokens
{
    /// <summary>The same claims, with another signature.</summary>
    public static string Changed(string token)
    {
        var dot = token.LastIndexOf('.') + 1;
        return token[..dot] + (token[dot] == 'A' ? 'B' : 'A') + token[(dot + 1)..];
    }

    /// <summary>The same claims under a head that says that there is no signature.</summary>
    public static string WithoutSignature(string token, string algorithm)
    {
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"JWT"}"""));
        return $"{head}.{token.Split('.')[1]}.";
    }
}
