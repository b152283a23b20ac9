using System.Globalization;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Start;

namespace AkkaChat.Tests.Protocol;

/// <summary>What the protocol page says in numbers, made of the server's.</summary>
internal static class ProtocolLimits
{
    private static readonly RoomOptions Rooms = new();
    private static readonly SessionOptions Sessions = new();
    private static readonly LimitOptions Node = new();
    private static readonly MediaOptions Media = new();

    /// <summary>The table of limits.</summary>
    public static IReadOnlyList<(string What, string Limit)> Rows { get; } =
    [
        ("client frame", KiB(Limits.MaxFrameBytes)),
        ("text in the plain lobby", KiB(PlainSocket.MaxTextBytes)),
        ("nesting of a frame", $"{Limits.MaxDepth} levels"),
        ("request `id`", $"{RequestId.MaxBytes - 2} bytes"), // the quotes are no part of it
        ("room, user, device and client message ids", $"{IdChars} characters"),
        ("`seq` and other whole numbers", $"below 2^{long.Log2(Limits.MaxSeq + 1)}"),
        ("`platform`", $"{Limits.MaxPlatformChars} characters"),
        ("`content.kind`", $"{Limits.MaxContentKindChars} characters"),
        ("`content`", KiB(MessageContent.MaxBytes)),
        ("`content.text`", Units(Limits.MaxTextChars)),
        ("addresses in content", Units(Limits.MaxUrlChars)),
        ("`mentions`", Number(Limits.MaxMentions)),
        ("`targets` in `forward`", Number(Limits.MaxForwards)),
        ("`emoji`", Units(Limits.MaxEmojiChars)),
        ("different reactions to a message", Number(Limits.MaxReactionKinds)),
        ("`token`", $"{Number(Limits.MaxTokenChars)} characters"),
        ("`cursors` in `connect`", $"{Number(Limits.MaxCursors)} rooms"),
        ("`cursor`, and `before` in `search`", $"{Limits.MaxPageMarkChars} characters"),
        ("`q` in `search`", Units(Limits.MaxQueryChars)),
        ("names", Units(Limits.MaxNameChars)),
        ("`avatar` of a user or room", Units(Limits.MaxAvatarChars)),
        ("`announcement`", Units(Limits.MaxAnnouncementChars)),
        ("`members` in `room.create`, `users` in `room.invite`", Number(Limits.MaxRoomMembersInCreate)),
        ("`forMs` in `room.mute`", $"{Limits.MaxMute.TotalDays} days"),
        ("`slowModeMs`", $"{Limits.MaxSlowMode.TotalHours} h"),
        ("members of a room", $"{Number(Rooms.MaxMembers)} unless configured"),
        ("open requests to come into a room", $"{Number(Rooms.MaxJoinRequests)} unless configured"),
        ("people banned from a room", $"{Number(Rooms.MaxBans)} unless configured"),
        ("people muted in a room at a time, also after they have left it", $"{Number(Rooms.MaxMutes)} unless configured"),
        ("members of a room with `receipts`, and with read marks of others", Number(Limits.MaxReceiptMembers)),
        ("`mentionUnread`", Number(Limits.MaxMentionsCounted)),
        ("`users` in `presence`", Number(Limits.MaxWatched)),
        ("members of a room that shows who is typing", Number(Limits.MaxTypingMembers)),
        ("`limit`",
            $"{Request.History.MaxLimit} in `history`, {Request.Search.MaxLimit} in `search`, {Request.RoomsList.MaxLimit} elsewhere"),
        ("time to recall", $"{Limits.RecallWindow.TotalMinutes} min unless configured; `limits.recallWindowMs`"),
        ("time to edit", $"{Limits.EditWindow.TotalHours} h"),
        ("events pushed per room after a reconnect", Number(Limits.MaxResumeEvents)),
        ("a page of history", KiB(Limits.MaxHistoryBytes)),
        ("an uploaded picture",
            $"{MiB(Media.MaxImageBytes)} and {Media.MaxImagePixels / 1_000_000} million pixels unless configured"),
        ("uploaded sound; video; any other file",
            $"{MiB(Media.MaxVoiceBytes)}; {MiB(Media.MaxVideoBytes)}; {MiB(Media.MaxFileBytes)} unless configured"),
        ("uploads of a user",
            $"{Media.UploadsPerMinute} in a minute and {Media.UploadMegabytesPerHour / 1024} GiB in an hour unless configured"),
        ("name of an uploaded file", Units(UploadName.MaxChars)),
        ("`ids` in `media/urls`", Number(MediaEndpoints.MaxUrls)),
    ];

    /// <summary>The limits of the protocol that the table above was made of.</summary>
    public static IReadOnlyList<string> Named { get; } =
    [
        nameof(Limits.MaxFrameBytes), nameof(Limits.MaxDepth), nameof(Limits.MaxSeq), nameof(Limits.MaxPlatformChars),
        nameof(Limits.MaxContentKindChars), nameof(Limits.MaxTextChars), nameof(Limits.MaxUrlChars),
        nameof(Limits.MaxMentions), nameof(Limits.MaxForwards), nameof(Limits.MaxEmojiChars),
        nameof(Limits.MaxReactionKinds), nameof(Limits.MaxTokenChars), nameof(Limits.MaxCursors),
        nameof(Limits.MaxPageMarkChars), nameof(Limits.MaxQueryChars), nameof(Limits.MaxNameChars),
        nameof(Limits.MaxAvatarChars), nameof(Limits.MaxAnnouncementChars), nameof(Limits.MaxRoomMembersInCreate),
        nameof(Limits.MaxMute), nameof(Limits.MaxSlowMode), nameof(Limits.MaxReceiptMembers),
        nameof(Limits.MaxMentionsCounted), nameof(Limits.MaxWatched), nameof(Limits.MaxTypingMembers),
        nameof(Limits.RecallWindow), nameof(Limits.EditWindow),
        nameof(Limits.MaxResumeEvents), nameof(Limits.MaxHistoryBytes),
    ];

    /// <summary>Parts of sentences with numbers.</summary>
    public static IReadOnlyList<string> Sentences { get; } =
    [
        $"A client frame has at most {KiB(Limits.MaxFrameBytes)}",
        $"At most {Limits.MaxDepth} levels of nesting",
        $"Room and user ids are 1–{IdChars} characters",
        $"a string of at most {RequestId.MaxBytes - 2} bytes",
        $"makes {Sessions.RequestsPerSecond} requests a second for long and {Number(Sessions.RequestBurst)} at once",
        $"at most {Node.ConnectTimeout.TotalSeconds} s after the upgrade",
        $"at most {Number(Limits.MaxCursors)} rooms, values from 0",
        $"newest first, at most {Request.RoomsList.MaxLimit}.",
        $"at most {Limits.MaxResumeEvents} a room",
        $"\"heartbeatMs\":{Node.HeartbeatInterval.TotalMilliseconds}",
        $"\"maxFrameBytes\":{Limits.MaxFrameBytes},\"maxTextChars\":{Limits.MaxTextChars},"
            + $"\"recallWindowMs\":{Rooms.RecallWindow.TotalMilliseconds}",
        $"an object of at most {KiB(MessageContent.MaxBytes)} with a `kind` of 1–{Limits.MaxContentKindChars} characters",
        $"not blank, at most {Units(Limits.MaxTextChars)}",
        $"addresses are strings of 1–{Number(Limits.MaxUrlChars)} characters",
        $"`mentions` has at most {Limits.MaxMentions} user ids",
        $"{Request.History.DefaultLimit} unless told, at most {Request.History.MaxLimit}",
        $"It also ends at {KiB(Limits.MaxHistoryBytes)}",
        $"in rooms of at most {Limits.MaxReceiptMembers} members, to the members",
        $"and stops at {Limits.MaxMentionsCounted}.",
        $"Only in rooms of at most {Limits.MaxReceiptMembers} members",
        $"`q` has 1–{Limits.MaxQueryChars} characters",
        $"A page has {Request.Search.DefaultLimit} messages unless told, at most {Request.Search.MaxLimit}.",
        $"within {Limits.EditWindow.TotalHours} h; else `forbidden`",
        $"A message has at most {Limits.MaxReactionKinds} different ones",
        $"`targets` has 1–{Limits.MaxForwards} `seq`s",
        $"longer than {IdChars} characters",
        $"pages of at most {Request.RoomMembers.MaxLimit}.",
        $"members, in rooms of at most {Limits.MaxReceiptMembers}, not in a `broadcast`",
        $"`members` has at most {Limits.MaxRoomMembersInCreate} user ids",
        $"`room.invite` has 1–{Limits.MaxRoomMembersInCreate} `users`",
        $"a time from 0 to {Limits.MaxMute.TotalDays} days",
        $"`slowModeMs` is from 0 to {Limits.MaxSlowMode.TotalHours} h",
        $"A name has 1–{Units(Limits.MaxNameChars)}",
        $"a path below `/media/`, at most {Limits.MaxAvatarChars} characters",
        $"at most {KiB(Sessions.MaxUnsentBytes)} unsent per session",
        $"stays full for {Sessions.SlowTimeout.TotalSeconds} s",
        $"A text has at most {KiB(PlainSocket.MaxTextBytes)}",
        $"{InWords(SessionOptions.MaxBadFrames)} `bad_frame` within a minute",
    ];

    private static int IdChars => Enumerable.Range(1, 1_000).Last(length => RoomId.TryParse(new string('a', length), out _));

    private static string KiB(int bytes) => $"{bytes / 1024} KiB";

    private static string MiB(int bytes) => $"{bytes / 1024 / 1024} MiB";

    private static string Units(int count) => $"{Number(count)} UTF-16 units";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string InWords(int count) => count == 10 ? "Ten" : Number(count);
}
