using AkkaChat.Protocol;
using Xunit;
using static AkkaChat.Tests.Protocol.RequestReading;

namespace AkkaChat.Tests.Protocol;

/// <summary>The rules that are not about one field's type: ids, limits, defaults, what goes together.</summary>
public sealed class RequestReaderTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("-7")]
    [InlineData("0")]
    [InlineData("9223372036854775807")]
    [InlineData("\"\"")]
    [InlineData("\"a b\\n\\u00e9\"")]
    public void An_id_is_echoed_as_it_came(string id)
    {
        var outcome = Read($$"""{"type":"room.get","room":"r","id":{{id}}}""");

        Assert.True(outcome.IsTaken);
        Assert.Equal((id, id), (outcome.Id.Json, outcome.Request.Id.Json));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\u0000\"")]
    public void An_id_that_is_neither_text_nor_integer_is_refused_and_not_echoed(string id)
    {
        Refused(ErrorCode.BadFrame, $$"""{"type":"room.get","room":"r","id":{{id}}}""", null);
    }

    [Fact]
    public void An_id_has_at_most_128_bytes()
    {
        Taken<Request.RoomGet>($$"""{"type":"room.get","room":"r","id":"{{new string('x', 128)}}"}""");
        Refused(ErrorCode.BadFrame, $$"""{"type":"room.get","room":"r","id":"{{new string('x', 129)}}"}""", null);
    }

    [Fact]
    public void Only_ping_pong_and_typing_need_no_id()
    {
        Assert.True(Taken<Request.Typing>("""{"type":"typing","room":"r"}""").Id.IsNone);
        Refused(ErrorCode.BadFrame, """{"type":"presence","users":[]}""", null);
        Assert.True(Taken<Request.Ping>("""{"type":"ping"}""").Id.IsNone);
        Assert.True(Taken<Request.Pong>("""{"type":"pong","t":{}}""").Id.IsNone);
        Refused(ErrorCode.BadFrame, """{"type":"room.get","room":"r"}""", null);
        Refused(ErrorCode.BadFrame, """{"type":"ping","id":null}""", null);
    }

    [Theory]
    [InlineData("\"nope\"")]
    [InlineData("\"Send\"")]
    [InlineData("\"\"")]
    [InlineData("\"send \"")]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    public void An_unknown_type_is_told_with_the_id(string type)
    {
        Refused(ErrorCode.UnknownType, $$"""{"id":7,"type":{{type}}}""");
    }

    [Fact]
    public void An_unknown_type_needs_no_id()
    {
        Refused(ErrorCode.UnknownType, """{"type":"waving","room":"r-42"}""", null);
    }

    [Theory]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":7,"type":null}""")]
    [InlineData("""{"id":7,"type":1}""")]
    [InlineData("""{"id":7,"type":["send"]}""")]
    public void A_frame_without_a_type_is_refused(string frame) => Refused(ErrorCode.BadFrame, frame);

    [Fact]
    public void Escapes_in_names_and_type_mean_what_they_stand_for()
    {
        var request = Taken<Request.RoomGet>("""{"\u0074ype":"room\u002eget","i\u0064":7,"r\u006fom":"r\u002d42"}""");

        Assert.Equal(new Request.RoomGet(new RequestId("7"), RoomId.Parse("r-42")), request);
    }

    [Fact]
    public void An_escaped_name_counts_as_the_same_field()
    {
        Refused(ErrorCode.BadFrame, """{"type":"room.get","id":7,"room":"r","r\u006fom":"r"}""");
    }

    [Fact]
    public void Unknown_fields_are_ignored_even_twice()
    {
        Taken<Request.RoomGet>("""{"x":1,"x":[{"type":"send"}],"type":"room.get","Room":1,"id":7,"room":"r","__proto__":{}}""");
    }

    [Fact]
    public void An_id_of_a_room_has_at_most_64_characters()
    {
        Taken<Request.RoomGet>($$"""{"type":"room.get","id":7,"room":"{{new string('x', 64)}}"}""");
        Refused(ErrorCode.BadFrame, $$"""{"type":"room.get","id":7,"room":"{{new string('x', 65)}}"}""");
    }

    [Fact]
    public void A_seq_ends_below_two_to_the_53rd()
    {
        Assert.Equal(
            9007199254740991, Taken<Request.Read>("""{"type":"read","id":7,"room":"r","seq":9007199254740991}""").Seq);
        Assert.Equal(0, Taken<Request.Read>("""{"type":"read","id":7,"room":"r","seq":0}""").Seq);
        Refused(ErrorCode.BadFrame, """{"type":"receipts","id":7,"room":"r","seq":0}""");
        Refused(ErrorCode.BadFrame, """{"type":"recall","id":7,"room":"r","target":0}""");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    [InlineData("101", 100)]
    [InlineData("9007199254740991", 100)]
    [InlineData("null", 50)]
    public void A_history_page_has_at_most_100_events(string limit, int expected)
    {
        var request = Taken<Request.History>($$"""{"type":"history","id":7,"room":"r","limit":{{limit}}}""");

        Assert.Equal(expected, request.Limit);
    }

    [Fact]
    public void A_page_of_nothing_is_refused()
    {
        Refused(ErrorCode.BadFrame, """{"type":"history","id":7,"room":"r","limit":0}""");
    }

    [Fact]
    public void Other_pages_have_their_own_limits()
    {
        Assert.Equal(20, Taken<Request.Search>("""{"type":"search","id":7,"q":"x"}""").Limit);
        Assert.Equal(50, Taken<Request.Search>("""{"type":"search","id":7,"q":"x","limit":51}""").Limit);
        Assert.Equal(200, Taken<Request.RoomsList>("""{"type":"rooms.list","id":7}""").Limit);
        Assert.Equal(200, Taken<Request.RoomMembers>("""{"type":"room.members","id":7,"room":"r","limit":201}""").Limit);
    }

    [Fact]
    public void A_history_goes_one_way()
    {
        Assert.Equal(0, Taken<Request.History>("""{"type":"history","id":7,"room":"r","after":0,"before":null}""").After);
        Refused(ErrorCode.BadFrame, """{"type":"history","id":7,"room":"r","after":1,"before":5}""");
    }

    [Theory]
    [InlineData("web", true)]
    [InlineData("abcdefghij012345", true)]
    [InlineData("abcdefghij0123456", false)]
    [InlineData("Web", false)]
    [InlineData("we b", false)]
    public void A_platform_is_a_short_name(string platform, bool isTaken)
    {
        var outcome = Read($$"""{"type":"connect","id":7,"deviceId":"d","platform":"{{platform}}"}""");

        Assert.Equal(isTaken, outcome.IsTaken);
    }

    [Fact]
    public void A_connect_has_at_most_1000_cursors_and_no_room_twice()
    {
        Assert.Equal(1000, Taken<Request.Connect>(Connect(Cursors(1000))).Cursors.Count);
        Refused(ErrorCode.TooLarge, Connect(Cursors(1001)));
        Refused(ErrorCode.BadFrame, Connect("\"r\":1,\"\\u0072\":1"));
        Taken<Request.Connect>(Connect("\"r\":9007199254740991"));
        Refused(ErrorCode.BadFrame, Connect("\"r\":9007199254740992"));

        static string Cursors(int count) => string.Join(',', Enumerable.Range(0, count).Select(n => $"\"r-{n}\":{n}"));
        static string Connect(string cursors) =>
            """{"type":"connect","id":7,"deviceId":"d","platform":"web","cursors":{""" + cursors + "}}";
    }

    [Fact]
    public void A_token_has_at_most_4096_characters()
    {
        Taken<Request.RenewToken>($$"""{"type":"token","id":7,"token":"{{new string('x', 4096)}}"}""");
        Refused(ErrorCode.TooLarge, $$"""{"type":"token","id":7,"token":"{{new string('x', 4097)}}"}""");
    }

    [Fact]
    public void A_search_is_not_blank_and_has_at_most_200_characters()
    {
        Taken<Request.Search>($$"""{"type":"search","id":7,"q":"{{new string('饭', 200)}}"}""");
        Refused(ErrorCode.TooLarge, $$"""{"type":"search","id":7,"q":"{{new string('饭', 201)}}"}""");
        Refused(ErrorCode.BadFrame, """{"type":"search","id":7,"q":" \t　"}""");
    }

    [Fact]
    public void A_page_mark_has_at_most_256_characters()
    {
        Taken<Request.RoomsList>($$"""{"type":"rooms.list","id":7,"cursor":"{{new string('x', 256)}}"}""");
        Refused(ErrorCode.TooLarge, $$"""{"type":"rooms.list","id":7,"cursor":"{{new string('x', 257)}}"}""");
    }

    [Fact]
    public void A_name_is_trimmed_and_has_1_to_64_characters()
    {
        Assert.Equal("a b", Taken<Request.UserUpdate>("""{"type":"user.update","id":7,"name":" a b \n"}""").Name);
        Taken<Request.UserUpdate>($$"""{"type":"user.update","id":7,"name":" {{new string('x', 64)}} "}""");
        Refused(ErrorCode.TooLarge, $$"""{"type":"user.update","id":7,"name":"{{new string('x', 65)}}"}""");
        Refused(ErrorCode.BadFrame, """{"type":"user.update","id":7,"name":"   "}""");
        Refused(ErrorCode.BadFrame, """{"type":"room.create","id":7,"name":"a\nb"}""");
    }

    [Theory]
    [InlineData("https://example.org/a.png?x=1#y", true)]
    [InlineData("http://example.org", true)]
    [InlineData("/media/a-1.png", true)]
    [InlineData("/media/", false)]
    [InlineData("/media/../etc/passwd", false)]
    [InlineData("/other/a.png", false)]
    [InlineData("//example.org/a.png", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:image/png;base64,AAAA", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("https://example.org/a b", false)]
    [InlineData("https://example.org/'x", false)]
    [InlineData("https://", false)]
    public void A_picture_is_on_the_web_or_among_the_media(string avatar, bool isTaken)
    {
        var outcome = Read($$"""{"type":"user.update","id":7,"avatar":"{{avatar}}"}""");

        Assert.Equal(isTaken, outcome.IsTaken);
    }

    [Fact]
    public void A_picture_has_an_address_of_at_most_512_characters()
    {
        Taken<Request.UserUpdate>($$"""{"type":"user.update","id":7,"avatar":"/media/{{new string('x', 505)}}"}""");
        Refused(ErrorCode.TooLarge, $$"""{"type":"user.update","id":7,"avatar":"/media/{{new string('x', 506)}}"}""");
    }

    [Fact]
    public void An_update_of_nothing_is_refused()
    {
        Refused(ErrorCode.BadFrame, """{"type":"user.update","id":7,"avatar":null}""");
    }

    [Theory]
    [InlineData("group", RoomKind.Group)]
    [InlineData("channel", RoomKind.Channel)]
    [InlineData("broadcast", RoomKind.Broadcast)]
    public void A_room_is_of_the_kind_asked_for(string kind, RoomKind expected)
    {
        var request = Taken<Request.RoomCreate>($$"""{"type":"room.create","id":7,"name":"x","kind":"{{kind}}"}""");

        Assert.Equal(expected, request.Kind);
    }

    [Fact]
    public void A_room_is_a_private_group_unless_said_otherwise()
    {
        var request = Taken<Request.RoomCreate>("""{"type":"room.create","id":7,"name":"x"}""");

        AssertSame(new Request.RoomCreate(new RequestId("7"), null, "x", RoomKind.Group, false, []), request);
        Refused(ErrorCode.BadFrame, """{"type":"room.create","id":7,"name":"x","kind":"dm"}""");
    }

    [Fact]
    public void Ids_of_direct_rooms_are_reserved()
    {
        Refused(ErrorCode.Forbidden, """{"type":"room.create","id":7,"name":"x","room":"dm-1"}""");
        Taken<Request.RoomCreate>("""{"type":"room.create","id":7,"name":"x","room":"dm1"}""");
        Taken<Request.RoomGet>("""{"type":"room.get","id":7,"room":"dm-1"}""");
    }

    [Fact]
    public void At_most_200_people_are_watched_each_once()
    {
        Assert.Empty(Taken<Request.Presence>(Watching(0)).Users);
        Assert.Equal(200, Taken<Request.Presence>(Watching(200)).Users.Length);
        Refused(ErrorCode.TooLarge, Watching(201));
        Assert.Single(Taken<Request.Presence>("""{"type":"presence","id":7,"users":["b","b"]}""").Users);

        static string Watching(int count)
        {
            var users = string.Join(',', Enumerable.Range(0, count).Select(n => $"\"u-{n}\""));
            return $$"""{"type":"presence","id":7,"users":[{{users}}]}""";
        }
    }

    [Fact]
    public void A_room_begins_with_at_most_200_members_each_once()
    {
        Assert.Equal(200, Taken<Request.RoomCreate>(Create(200)).Members.Length);
        Refused(ErrorCode.TooLarge, Create(201));
        var twice = Taken<Request.RoomCreate>("""{"type":"room.create","id":7,"name":"x","members":["b","a","b"]}""");
        Assert.Equal(["b", "a"], twice.Members.Select(user => user.Value));

        static string Create(int count)
        {
            var members = string.Join(',', Enumerable.Range(0, count).Select(n => $"\"u-{n}\""));
            return $$"""{"type":"room.create","id":7,"name":"x","members":[{{members}}]}""";
        }
    }

    [Theory]
    [InlineData("""{"type":"dm.open","id":7,"user":"@"}""")]
    [InlineData("""{"type":"connect","id":7,"deviceId":"@","platform":"web"}""")]
    [InlineData("""{"type":"send","id":7,"room":"r","clientMsgId":"@","content":{"kind":"x"}}""")]
    public void Other_ids_have_at_most_64_characters_too(string frame)
    {
        Assert.True(Read(frame.Replace("@", new string('x', 64), StringComparison.Ordinal)).IsTaken);
        Refused(ErrorCode.BadFrame, frame.Replace("@", new string('x', 65), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("announcement", "", 2_000)]
    [InlineData("avatar", "/media/", 505)]
    public void What_is_set_about_a_room_is_no_longer_than_it_may_be(string field, string begin, int most)
    {
        Taken<Request.RoomUpdate>(Update(most));
        Refused(ErrorCode.TooLarge, Update(most + 1));

        string Update(int count) =>
            $$"""{"type":"room.update","id":7,"room":"r","{{field}}":"{{begin + new string('x', count)}}"}""";
    }

    [Theory]
    [InlineData("""{"type":"room.mute","id":7,"room":"r","user":"u","forMs":@}""", 31_536_000_000)]
    [InlineData("""{"type":"room.update","id":7,"room":"r","slowModeMs":@}""", 3_600_000)]
    public void A_time_is_from_0_to_its_longest(string frame, long most)
    {
        Assert.True(Read(With(0)).IsTaken);
        Assert.True(Read(With(most)).IsTaken);
        Refused(ErrorCode.BadFrame, With(-1));
        Refused(ErrorCode.BadFrame, With(most + 1));

        string With(long ms) => frame.Replace("@", $"{ms}", StringComparison.Ordinal);
    }

    [Fact]
    public void From_1_to_200_people_are_invited()
    {
        Assert.Equal(200, Taken<Request.RoomInvite>(Invite(200)).Users.Length);
        Refused(ErrorCode.TooLarge, Invite(201));
        Refused(ErrorCode.BadFrame, Invite(0));

        static string Invite(int count)
        {
            var users = string.Join(',', Enumerable.Range(0, count).Select(n => $"\"u-{n}\""));
            return $$"""{"type":"room.invite","id":7,"room":"r","users":[{{users}}]}""";
        }
    }

    [Fact]
    public void From_1_to_30_messages_are_forwarded_each_once()
    {
        Assert.Equal(30, Taken<Request.Forward>(Forward(Many(30))).Targets.Length);
        Refused(ErrorCode.TooLarge, Forward(Many(31)));
        Taken<Request.Forward>(Forward("9007199254740991"));
        Assert.All(["", "0", "5,5", "9007199254740992"], (string bad) => Refused(ErrorCode.BadFrame, Forward(bad)));

        static string Many(int count) => string.Join(',', Enumerable.Range(1, count));
        static string Forward(string targets) =>
            $$"""{"type":"forward","id":7,"from":"r","to":"s","clientMsgId":"c","targets":[{{targets}}]}""";
    }

    [Fact]
    public void A_reaction_has_at_most_32_characters()
    {
        Taken<Request.React>(React("❤" + new string('\ufe0f', 31))); // still one sign
        Refused(ErrorCode.TooLarge, React("❤" + new string('\ufe0f', 32)));
    }

    [Theory]
    [InlineData("❤️", true)]
    [InlineData("👨‍👩‍👧‍👦", true)]
    [InlineData("👍👍", false)]
    [InlineData("a", false)]
    [InlineData("7", false)]
    [InlineData("!", false)]
    [InlineData("é", false)]
    [InlineData("好", false)]
    public void A_reaction_is_one_sign_that_is_no_text(string emoji, bool isTaken) =>
        Assert.Equal(isTaken, Read(React(emoji)).IsTaken);

    [Theory]
    [InlineData("search", 50)]
    [InlineData("rooms.list", 200)]
    [InlineData("room.members", 200)]
    [InlineData("room.bans", 200)]
    [InlineData("room.requests", 200)]
    [InlineData("user.blocks", 200)]
    public void A_page_has_no_more_than_its_limit(string type, int most)
    {
        Assert.Equal((most - 1, most, most), (LimitOf(most - 1), LimitOf(most), LimitOf(most + 1)));

        int LimitOf(int limit) => Read($$"""{"type":"{{type}}","id":7,"room":"r","q":"x","limit":{{limit}}}""").Request switch
        {
            Request.Search search => search.Limit,
            Request.RoomsList list => list.Limit,
            Request.RoomMembers members => members.Limit,
            Request.RoomBans bans => bans.Limit,
            Request.RoomJoinRequests requests => requests.Limit,
            Request.UserBlocks blocks => blocks.Limit,
            _ => 0,
        };
    }

    [Fact]
    public void What_a_ping_carries_has_at_most_128_bytes()
    {
        Taken<Request.Ping>($$"""{"type":"ping","id":7,"t":"{{new string('x', 126)}}"}""");
        Refused(ErrorCode.BadFrame, $$"""{"type":"ping","id":7,"t":"{{new string('x', 129)}}"}""");
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"x\"")]
    [InlineData("-1e3")]
    public void A_ping_may_carry_a_number_or_a_short_text(string t)
    {
        Assert.Equal(t, Taken<Request.Ping>($$"""{"type":"ping","t":{{t}}}""").T);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("true")]
    public void A_ping_carries_nothing_else(string t)
    {
        Refused(ErrorCode.BadFrame, $$"""{"type":"ping","id":7,"t":{{t}}}""");
    }

    [Fact]
    public void The_version_of_an_edit_leaves_room_for_the_next()
    {
        Assert.Equal(2147483646, Taken<Request.Edit>(Edit("2147483646")).Version);
        Refused(ErrorCode.BadFrame, Edit("2147483647"));
        Refused(ErrorCode.BadFrame, Edit("0"));

        static string Edit(string version) =>
            $$$"""{"type":"edit","id":7,"room":"r","target":1,"version":{{{version}}},"content":{"kind":"text","text":"x"}}""";
    }

    [Fact]
    public void A_message_without_a_socket_has_the_fields_of_send()
    {
        var outcome = RequestReader.ReadMessage(
            RoomId.Lobby, """{"clientMsgId":"c","content":{"kind":"text","text":"x"},"mentions":["u"]}"""u8);
        var refused = RequestReader.ReadMessage(RoomId.Lobby, """{"content":{"kind":"text","text":"x"}}"""u8);

        var send = Assert.IsType<Request.Send>(outcome.Request);
        Assert.Equal((RoomId.Lobby, "c", true), (send.Room, send.Key.Value, send.Id.IsNone));
        Assert.Equal((false, ErrorCode.BadFrame), (refused.IsTaken, refused.Code));
        Assert.False(RequestReader.ReadMessage(RoomId.Lobby, "[]"u8).IsTaken);
    }

    private static string React(string emoji) =>
        $$"""{"type":"react","id":7,"room":"r","target":1,"emoji":"{{emoji}}","on":true}""";
}
