using System.Collections.Immutable;
using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// What must be looked up before a room is asked, because the room does not know it: whether people exist and want to hear of
/// the user, whether the user may show the files that are named, and what the messages say that are forwarded.
/// </summary>
internal static class RequestPreparation
{
    /// <summary>True if something must be looked up.</summary>
    public static bool Needs(Request request) =>
        request is Request.Forward || PeopleOf(request).Length > 0 || MediaReferences.IsIn(request);

    /// <summary>Looks it up.</summary>
    /// <returns>Why it can't be done; else the messages, if any are forwarded.</returns>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    public static async Task<(ErrorCode? Fault, ImmutableArray<ForwardedMessage> Messages)> RunAsync(
        Request request, UserId user, IChatStore store)
    {
        if (request is Request.Forward forward)
        {
            return await ReadAsync(forward, user, store);
        }

        var people = PeopleOf(request);
        foreach (var named in people)
        {
            if (await store.FindUserAsync(named, CancellationToken.None) is null)
            {
                return (ErrorCode.NotFound, []);
            }
        }

        if (!await MediaReferences.MayShowAsync(request, user, store, CancellationToken.None))
        {
            return (ErrorCode.NotFound, []);
        }

        var blockers = BringsTogether(request) ? await store.FindBlockersAsync(people, user, CancellationToken.None) : [];
        return (blockers.Count > 0 ? ErrorCode.Blocked : null, []);
    }

    private static ImmutableArray<UserId> PeopleOf(Request request) => request switch
    {
        Request.RoomCreate create => create.Members,
        Request.RoomInvite invite => invite.Users,
        Request.DirectOpen open => [open.User],
        Request.RoomBan ban => [ban.User],
        Request.UserBlock block => [block.User],
        _ => [],
    };

    // Nobody is brought together with somebody whom they have blocked.
    private static bool BringsTogether(Request request) =>
        request is Request.RoomCreate or Request.RoomInvite or Request.DirectOpen;

    private static async Task<(ErrorCode? Fault, ImmutableArray<ForwardedMessage> Messages)> ReadAsync(
        Request.Forward forward, UserId user, IChatStore store)
    {
        var messages = ImmutableArray.CreateBuilder<ForwardedMessage>(forward.Targets.Length);
        foreach (var target in forward.Targets)
        {
            var query = new EventQuery(
                forward.From, user, target + 1, After: null, Limit: 1, Limits.MaxHistoryBytes, Folded: true);
            var page = await store.ReadEventsAsync(query, CancellationToken.None);
            if (page is null)
            {
                var heads = await store.LoadHeadsAsync([forward.From], CancellationToken.None);
                return (heads[0] > 0 ? ErrorCode.NotMember : ErrorCode.NotFound, []);
            }

            if (page.Events is not [{ } found] || found.Seq != target || Read(found.Frame) is not { } message)
            {
                return (ErrorCode.NotFound, []);
            }

            messages.Add(message);
        }

        return (null, messages.MoveToImmutable());
    }

    // What a folded frame says; null if it is no message, or was recalled.
    private static ForwardedMessage? Read(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame);
        var root = document.RootElement;
        if (!root.TryGetProperty("content"u8, out var content)
            || root.GetProperty("kind"u8).GetString() != EventKind.Message.Name())
        {
            return null;
        }

        var origin = root.TryGetProperty("forward"u8, out var first) ? first : root;
        return new ForwardedMessage(
            RoomRequests.NewMessageId(),
            new MessageContent(
                content.GetProperty("kind"u8).GetString()!, System.Text.Encoding.UTF8.GetBytes(content.GetRawText())),
            new ForwardOrigin(
                UserId.Parse(origin.GetProperty("from"u8).GetString()!), origin.GetProperty("time"u8).GetInt64()));
    }
}
