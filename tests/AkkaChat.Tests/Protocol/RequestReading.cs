using System.Collections.Immutable;
using System.Text;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

/// <summary>Short forms for tests that read frames.</summary>
internal static class RequestReading
{
    /// <summary>Reads a frame given as text.</summary>
    public static RequestOutcome Read(string frame) => RequestReader.Read(Encoding.UTF8.GetBytes(frame));

    /// <summary>Reads a frame that must be taken.</summary>
    public static T Taken<T>(string frame)
        where T : Request
    {
        var outcome = Read(frame);
        Assert.True(outcome.IsTaken, outcome.Detail);
        return Assert.IsType<T>(outcome.Request);
    }

    /// <summary>Reads a frame that must be refused with <paramref name="code"/> and the id that it has.</summary>
    public static string Refused(ErrorCode code, string frame, string? id = "7")
    {
        var outcome = Read(frame);
        Assert.False(outcome.IsTaken, "taken: " + frame);
        Assert.Equal((code, id), (outcome.Code, outcome.Id.Json));
        Assert.NotEmpty(outcome.Detail);
        return outcome.Detail;
    }

    /// <summary>Compares two requests, the collections in them by their entries.</summary>
    public static void AssertSame(Request expected, Request? actual)
    {
        Assert.Equal(Plain(expected), actual is null ? null : Plain(actual));
        Assert.Equal(Entries(expected), Entries(actual));
    }

    private static Request Plain(Request request) => request switch
    {
        Request.Connect connect => connect with { Cursors = ImmutableDictionary<RoomId, long>.Empty },
        Request.Send send => send with { Mentions = default },
        Request.RoomCreate create => create with { Members = default },
        Request.Forward forward => forward with { Targets = default },
        Request.RoomInvite invite => invite with { Users = default },
        Request.Presence presence => presence with { Users = default },
        _ => request,
    };

    private static IEnumerable<string> Entries(Request? request) => request switch
    {
        Request.Connect connect => connect.Cursors.Select(cursor => $"{cursor.Key}:{cursor.Value}").Order(),
        Request.Send send => send.Mentions.Select(user => user.Value),
        Request.RoomCreate create => create.Members.Select(user => user.Value),
        Request.Forward forward => forward.Targets.Select(seq => $"{seq}"),
        Request.RoomInvite invite => invite.Users.Select(user => user.Value),
        Request.Presence presence => presence.Users.Select(user => user.Value),
        _ => [],
    };
}
