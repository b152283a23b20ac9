using System.Buffers;
using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class UpgradeHeadTests
{
    [Fact]
    public void An_upgrade_is_one_whatever_comes_behind_it()
    {
        var sort = Read(RawPeer.Head() + "\u0081\u0080", out var head, out var end);

        Assert.Equal(UpgradeHead.Sort.Upgrade, sort);
        Assert.Equal(RawPeer.Head().Length, end);
        Assert.Equal(RawPeer.Key, head!.Key);
        Assert.False(head.OffersSubprotocol);
        Assert.Null(head.Token);
    }

    [Fact]
    public void Each_beginning_of_an_upgrade_may_become_one()
    {
        var head = RawPeer.Head(more: "Sec-WebSocket-Protocol: akkachat.v1\r\nAuthorization: Bearer t\r\n");

        for (var length = 0; length < head.Length; length++)
        {
            Assert.Equal(UpgradeHead.Sort.Unfinished, Read(head[..length], out _, out _));
        }

        Assert.Equal(UpgradeHead.Sort.Upgrade, Read(head, out _, out _));
    }

    [Theory]
    [InlineData("/ws", "Authorization: Bearer  t \r\n", "t")]
    [InlineData("/ws", "authorization: bearer t\r\n", "t")]
    [InlineData("/ws?access_token=t", "", "t")]
    [InlineData("/ws?x=1&Access_Token=a%2Bb", "", "a+b")]
    [InlineData("/ws?access_token=q", "Authorization: Bearer t\r\n", "t")]
    [InlineData("/ws?access_token=q", "Authorization: Basic t\r\n", "q")]
    [InlineData("/ws?access_token=", "", "")]
    [InlineData("/ws?token=t", "", null)]
    public void A_token_comes_with_the_header_or_the_query(string target, string more, string? token)
    {
        Read(RawPeer.Head(target, more), out var head, out _);

        Assert.Equal(token, head!.Token);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: akkachat.v1\r\n", true)]
    [InlineData("Sec-WebSocket-Protocol: chat.v7 ,akkachat.v1, x\r\n", true)]
    [InlineData("Origin: http://localhost\r\nSec-WebSocket-Extensions: permessage-deflate\r\nCookie: a=b\r\n", false)]
    public void Usual_headers_are_taken(string more, bool offers)
    {
        Assert.Equal(UpgradeHead.Sort.Upgrade, Read(RawPeer.Head(more: more), out var head, out _));
        Assert.Equal(offers, head!.OffersSubprotocol);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: chat.v7\r\n")]
    [InlineData("Sec-WebSocket-Protocol: AKKACHAT.V1\r\n")]
    [InlineData("Sec-WebSocket-Protocol:\r\n")]
    [InlineData("Sec-WebSocket-Protocol: akkachat.v1\r\nSec-WebSocket-Protocol: x\r\n")]
    [InlineData("Content-Length: 1\r\n")]
    [InlineData("Content-Length: 0\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [InlineData("Expect: 100-continue\r\n")]
    [InlineData("Host: localhost\r\n")]
    [InlineData("Upgrade: h2c\r\n")]
    [InlineData("Connection: Upgrade\r\n")]
    [InlineData("Sec-WebSocket-Version: 13\r\n")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")]
    [InlineData("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")]
    [InlineData("Cookie: \u00e9\r\n")]
    [InlineData("no header\r\n")]
    public void Unusual_headers_are_left_to_HTTP(string more) =>
        Assert.Equal(UpgradeHead.Sort.Other, Read(RawPeer.Head(more: more), out _, out _));

    [Theory]
    [InlineData("GET /ws", "GET /wsx")]
    [InlineData("GET /ws", "GET /ws/")]
    [InlineData("GET /ws", "GET /WS")]
    [InlineData("GET /ws", "GET /")]
    [InlineData("GET /ws", "POST /ws")]
    [InlineData("GET /ws", "GET http://localhost/ws")]
    [InlineData("HTTP/1.1", "HTTP/1.0")]
    [InlineData("HTTP/1.1", "HTTP/2.0")]
    [InlineData("Host: localhost\r\n", "")]
    [InlineData("Host: localhost", "Host: ")]
    [InlineData("Host: localhost", "Host: a b")]
    [InlineData("Host: localhost", "Host: a:x")]
    [InlineData("Upgrade: websocket\r\n", "")]
    [InlineData("Connection: Upgrade\r\n", "")]
    [InlineData("Connection: Upgrade", "Connection: close")]
    [InlineData("Connection: Upgrade", "Connection: Upgrade, close")]
    [InlineData("Version: 13", "Version: 8")]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "")]
    [InlineData("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: short")]
    [InlineData("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: dGhlIHNhbXBsZSBub25j!Q==")]
    [InlineData("GET /ws", "\r\nGET /ws")]
    public void Another_request_is_left_to_HTTP(string instead, string of) =>
        Assert.Equal(UpgradeHead.Sort.Other, Read(RawPeer.Head().Replace(instead, of, StringComparison.Ordinal), out _, out _));

    [Theory]
    [InlineData("Connection: keep-alive, Upgrade", "localhost")]
    [InlineData("Connection: upgrade", "chat.example.com:8080")]
    public void What_browsers_and_proxies_write_is_taken(string connection, string host)
    {
        var head = RawPeer.Head()
            .Replace("Connection: Upgrade", connection, StringComparison.Ordinal)
            .Replace("localhost", host, StringComparison.Ordinal);

        Assert.Equal(UpgradeHead.Sort.Upgrade, Read(head, out _, out _));
    }

    [Fact]
    public void No_longer_head_is_waited_for_than_the_largest()
    {
        var open = RawPeer.Head(more: "Cookie: ").TrimEnd('\r', '\n') + " ";

        Assert.Equal(UpgradeHead.Sort.Unfinished, Read(open.PadRight(UpgradeHead.MaxBytes, 'x'), out _, out _));
        Assert.Equal(UpgradeHead.Sort.Other, Read(open.PadRight(UpgradeHead.MaxBytes + 1, 'x'), out _, out _));
        Assert.Equal(UpgradeHead.Sort.Upgrade, Read(open.PadRight(UpgradeHead.MaxBytes - 4, 'x') + "\r\n\r\n", out _, out _));
        Assert.Equal(UpgradeHead.Sort.Other, Read(open.PadRight(UpgradeHead.MaxBytes - 3, 'x') + "\r\n\r\n", out _, out _));
    }

    private static UpgradeHead.Sort Read(string text, out UpgradeHead? head, out long end)
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text));
        var sort = UpgradeHead.Read(bytes, out head, out var position);
        end = bytes.GetOffset(position);
        return sort;
    }
}
