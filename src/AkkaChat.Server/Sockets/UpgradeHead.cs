using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using HttpMethod = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpMethod;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The first bytes of a connection, read as the head of a request: whether that is an upgrade of <c>/ws</c> that leaves
/// nothing to decide. All else, right or wrong, is HTTP's to answer.
/// </summary>
internal sealed class UpgradeHead : IHttpRequestLineHandler, IHttpHeadersHandler
{
    /// <summary>No longer head is waited for: it may be over one of the limits that HTTP has.</summary>
    public const int MaxBytes = 8 * 1024;

    private const int MostHeaders = 100; // as many as HTTP takes
    private const int KeyChars = 24;
    private const int KeyBytes = 16;

    private static readonly HttpParser<UpgradeHead> Parser = new();
    private static readonly SearchValues<char> HostChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    private bool _isUsual = true;
    private int _headers;
    private bool _hasHost;
    private bool _hasUpgrade;
    private bool _hasConnection;
    private bool _hasVersion;
    private string? _authorization;
    private string _query = "";

    private UpgradeHead()
    {
    }

    /// <summary>What the bytes are.</summary>
    public enum Sort
    {
        /// <summary>They may become an upgrade when more of them come.</summary>
        Unfinished,

        /// <summary>An upgrade that can be granted.</summary>
        Upgrade,

        /// <summary>Anything else.</summary>
        Other,
    }

    private static ReadOnlySpan<byte> Start => "GET /ws"u8;

    /// <summary>The client's key, which the answer depends on.</summary>
    public string Key { get; private set; } = "";

    /// <summary>True if the client offers <see cref="SocketEndpoint.Subprotocol"/>, false if it offers none.</summary>
    public bool OffersSubprotocol { get; private set; }

    /// <summary>The access token that came with it; null if none did.</summary>
    public string? Token => SocketEndpoint.TokenOf(
        _authorization ?? "",
        _query.Length > 0 && QueryHelpers.ParseQuery(_query).TryGetValue("access_token", out var queried) ? queried.ToString() : null);

    /// <summary>Reads as much of <paramref name="bytes"/> as the head takes.</summary>
    /// <param name="bytes">All that came.</param>
    /// <param name="head">The head, if it is an upgrade.</param>
    /// <param name="end">Where it ends.</param>
    public static Sort Read(ReadOnlySequence<byte> bytes, out UpgradeHead? head, out SequencePosition end)
    {
        head = null;
        end = bytes.Start;
        if (!MayBecomeOne(bytes))
        {
            return Sort.Other;
        }

        var reader = new SequenceReader<byte>(bytes);
        var read = new UpgradeHead();
        try
        {
            if (!Parser.ParseRequestLine(read, ref reader) || !Parser.ParseHeaders(read, ref reader))
            {
                return bytes.Length > MaxBytes || !read._isUsual ? Sort.Other : Sort.Unfinished;
            }
        }
        catch (BadHttpRequestException)
        {
            return Sort.Other;
        }

        if (reader.Consumed > MaxBytes || !read.IsGranted)
        {
            return Sort.Other;
        }

        head = read;
        end = reader.Position;
        return Sort.Upgrade;
    }

    /// <inheritdoc/>
    public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
    {
        var target = startLine[targetPath.Offset..];
        _isUsual = versionAndMethod is { Method: HttpMethod.Get, Version: HttpVersion.Http11 }
            && target[..targetPath.Length].SequenceEqual("/ws"u8)
            && IsPrintable(target);
        _query = _isUsual ? Encoding.ASCII.GetString(target[targetPath.Length..]) : "";
    }

    /// <inheritdoc/>
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _isUsual &= ++_headers <= MostHeaders && IsPrintable(name) && IsPrintable(value) && Note(name, value);
    }

    /// <inheritdoc/>
    public void OnHeadersComplete(bool endStream)
    {
    }

    /// <inheritdoc/>
    public void OnStaticIndexedHeader(int index) => throw new NotSupportedException(); // HTTP/2's

    /// <inheritdoc/>
    public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) => throw new NotSupportedException();

    private bool IsGranted => _isUsual && _hasHost && _hasUpgrade && _hasConnection && _hasVersion && Key.Length > 0;

    private static bool MayBecomeOne(ReadOnlySequence<byte> bytes)
    {
        Span<byte> first = stackalloc byte[(int)Math.Min(bytes.Length, Start.Length + 1)];
        bytes.Slice(0, first.Length).CopyTo(first);
        return first.Length <= Start.Length
            ? Start.StartsWith(first)
            : first.StartsWith(Start) && first[^1] is (byte)' ' or (byte)'?';
    }

    private static bool IsPrintable(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    // False for what an upgrade does not have, or not twice.
    private bool Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Is(name, HeaderNames.Host))
        {
            return First(ref _hasHost) && IsHost(Encoding.ASCII.GetString(value));
        }

        if (Is(name, HeaderNames.Connection))
        {
            return First(ref _hasConnection) && IsUpgrade(Encoding.ASCII.GetString(value));
        }

        if (Is(name, HeaderNames.Upgrade))
        {
            return First(ref _hasUpgrade) && Is(value, "websocket");
        }

        if (Is(name, HeaderNames.SecWebSocketVersion))
        {
            return First(ref _hasVersion) && value.SequenceEqual("13"u8);
        }

        if (Is(name, HeaderNames.SecWebSocketKey))
        {
            return Key.Length == 0 && IsKey(Key = Encoding.ASCII.GetString(value));
        }

        if (Is(name, HeaderNames.SecWebSocketProtocol))
        {
            return !OffersSubprotocol && (OffersSubprotocol = HasSubprotocol(Encoding.ASCII.GetString(value)));
        }

        if (Is(name, HeaderNames.Authorization))
        {
            var isFirst = _authorization is null;
            _authorization = Encoding.ASCII.GetString(value);
            return isFirst;
        }

        return !Is(name, HeaderNames.ContentLength) && !Is(name, HeaderNames.TransferEncoding) && !Is(name, HeaderNames.Expect);
    }

    private static bool Is(ReadOnlySpan<byte> text, string other) => Ascii.EqualsIgnoreCase(text, other);

    private static bool First(ref bool isThere) => !isThere && (isThere = true);

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        var colon = host.IndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        return !name.IsEmpty
            && !name.ContainsAnyExcept(HostChars)
            && (colon < 0 || (colon + 1 < host.Length && !host[(colon + 1)..].ContainsAnyExceptInRange('0', '9')));
    }

    private static bool IsUpgrade(ReadOnlySpan<char> connection)
    {
        var found = false;
        foreach (var part in connection.Split(','))
        {
            var option = connection[part].Trim();
            if (option.Equals("upgrade", StringComparison.OrdinalIgnoreCase))
            {
                found = true;
            }
            else if (!option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return found;
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return key.Length == KeyChars && Convert.TryFromBase64String(key, bytes, out var length) && length == KeyBytes;
    }

    private static bool HasSubprotocol(ReadOnlySpan<char> offered)
    {
        var found = false;
        foreach (var part in offered.Split(','))
        {
            found |= offered[part].Trim().SequenceEqual(SocketEndpoint.Subprotocol);
        }

        return found && !offered.Contains('"');
    }
}
