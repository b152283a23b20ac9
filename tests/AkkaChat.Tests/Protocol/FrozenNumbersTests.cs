using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

/// <summary>Numbers and names that clients know or that are stored. A new row is fine; a changed one breaks somebody.</summary>
public sealed class FrozenNumbersTests
{
    [Fact]
    public void Error_codes_keep_number_name_and_policy()
    {
        Assert.Equal(
            [
                "1 bad_frame permanent",
                "2 unknown_type permanent",
                "3 unauthorized permanent",
                "4 token_expired permanent",
                "5 forbidden permanent",
                "6 not_found permanent",
                "7 not_member permanent",
                "8 already_exists permanent",
                "9 muted permanent",
                "10 banned permanent",
                "11 blocked permanent",
                "12 room_full permanent",
                "13 too_large permanent",
                "14 rate_limited temporary",
                "15 conflict permanent",
                "16 recall_expired permanent",
                "17 content_rejected permanent",
                "18 unavailable temporary",
                "19 internal permanent",
            ],
            Enum.GetValues<ErrorCode>().Select(code =>
                $"{(int)code} {code.Name()} {(code.IsTemporary() ? "temporary" : "permanent")}"));
    }

    [Fact]
    public void Every_error_code_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<ErrorCode>().Select(code => code.Sentence()).ToList();

        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    [Fact]
    public void Close_codes_keep_number_reason_and_policy()
    {
        Assert.Equal(
            [
                "1000 taken over, stop",
                "1001 shutting down, reconnect",
                "4001 shutting down, reconnect",
                "4008 slow consumer, reconnect",
                "4010 resync, reconnect",
                "4400 bad frames, stop",
                "4401 unauthorized, stop",
                "4403 banned, stop",
                "4408 no connect, reconnect",
                "4409 replaced, stop",
                "4410 no heartbeat, reconnect",
                "4413 too large, stop",
                "4503 overloaded, reconnect",
            ],
            Enum.GetValues<CloseCode>().Select(code =>
                $"{(int)code} {code.Reason()}, {(code.MayReconnect() ? "reconnect" : "stop")}"));
    }

    [Fact]
    public void Stored_numbers_keep_their_names()
    {
        Assert.Equal(["1 group", "2 channel", "3 broadcast", "4 dm"], Rows<RoomKind>(WireNames.Name));
        Assert.Equal(["1 member", "2 admin", "3 owner"], Rows<MemberRole>(WireNames.Name));
        Assert.Equal(["1 open", "2 approve", "3 invite"], Rows<JoinRule>(WireNames.Name));
        Assert.Equal(
            [
                "1 joined", "2 left", "3 removed", "4 invited", "5 role", "6 muted", "7 unmuted", "8 banned", "9 unbanned",
                "10 requested", "11 refused",
            ],
            Rows<MemberChange>(WireNames.Name));
        Assert.Equal(["1 renamed", "2 announcement", "3 settings", "4 dissolved"], Rows<RoomChange>(WireNames.Name));
        Assert.Equal(
            ["1 message", "2 recall", "3 edit", "4 reaction", "5 member", "6 room"], Rows<EventKind>(WireNames.Name));
        Assert.Equal(["1 online", "2 away", "3 offline"], Rows<PresenceKind>(WireNames.Name));
    }

    [Fact]
    public void A_name_leads_back_to_its_number()
    {
        Assert.All(Enum.GetValues<RoomKind>(), kind => Assert.Equal(kind, WireNames.RoomKindOf(kind.Name())));
        Assert.All(Enum.GetValues<MemberRole>(), role => Assert.Equal(role, WireNames.MemberRoleOf(role.Name())));
        Assert.All(Enum.GetValues<JoinRule>(), rule => Assert.Equal(rule, WireNames.JoinRuleOf(rule.Name())));
        Assert.All(Enum.GetValues<MemberChange>(), change => Assert.Equal(change, WireNames.MemberChangeOf(change.Name())));
        Assert.All(Enum.GetValues<RoomChange>(), change => Assert.Equal(change, WireNames.RoomChangeOf(change.Name())));
        Assert.Throws<FormatException>(() => WireNames.MemberRoleOf("Owner"));
    }

    [Fact]
    public void Limits_that_clients_know_keep_their_values()
    {
        Assert.Equal((65_536, 5_000, 16), (Limits.MaxFrameBytes, Limits.MaxTextChars, Limits.MaxDepth));
        Assert.Equal(9_007_199_254_740_991, Limits.MaxSeq);
        Assert.Equal(TimeSpan.FromMinutes(2), Limits.RecallWindow);
        Assert.Equal(TimeSpan.FromDays(1), Limits.EditWindow);
        Assert.Equal(16_384, MessageContent.MaxBytes);
    }

    [Fact]
    public void A_content_hash_keeps_its_value()
    {
        Assert.Equal(0x2CF24DBA5FB0A30E, ContentHash.Of("hello"u8));
    }

    private static IEnumerable<string> Rows<T>(Func<T, string> name)
        where T : struct, Enum => Enum.GetValues<T>().Select(value => $"{value:D} {name(value)}");
}
