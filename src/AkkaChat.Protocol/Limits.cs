namespace AkkaChat.Protocol;

/// <summary>Sizes and times that the protocol page gives to clients.</summary>
public static class Limits
{
    /// <summary>Largest frame a client may send, in bytes.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>Deepest nesting of a frame, its content included; the frame's own braces are the first level.</summary>
    public const int MaxDepth = 16;

    /// <summary>Largest <c>seq</c>: what a JavaScript number holds exactly.</summary>
    public const long MaxSeq = (1L << 53) - 1;

    /// <summary>Longest text of one message, in UTF-16 units.</summary>
    public const int MaxTextChars = 5_000;

    /// <summary>Longest address in a message, in UTF-16 units.</summary>
    public const int MaxUrlChars = 2_048;

    /// <summary>Longest name of a content kind.</summary>
    public const int MaxContentKindChars = 32;

    /// <summary>Most people mentioned in one message.</summary>
    public const int MaxMentions = 50;

    /// <summary>Most messages forwarded by one request.</summary>
    public const int MaxForwards = 30;

    /// <summary>Longest reaction, in UTF-16 units: an emoji of several people with their skin colours takes about as much.</summary>
    public const int MaxEmojiChars = 32;

    /// <summary>Most different reactions to one message.</summary>
    public const int MaxReactionKinds = 50;

    /// <summary>Longest announcement of a room, in UTF-16 units.</summary>
    public const int MaxAnnouncementChars = 2_000;

    /// <summary>Longest time for which a member is muted at once.</summary>
    public static readonly TimeSpan MaxMute = TimeSpan.FromDays(365);

    /// <summary>Longest time that a member must wait between two messages.</summary>
    public static readonly TimeSpan MaxSlowMode = TimeSpan.FromHours(1);

    /// <summary>Mentions that a conversation list counts up to; what is beyond is told as this many.</summary>
    public const int MaxMentionsCounted = 100;

    /// <summary>Longest name of a person or room, in UTF-16 units.</summary>
    public const int MaxNameChars = 64;

    /// <summary>Longest address of a person's picture, in UTF-16 units.</summary>
    public const int MaxAvatarChars = 512;

    /// <summary>Most people who can be named when a room is made; others are invited or join.</summary>
    public const int MaxRoomMembersInCreate = 200;

    /// <summary>Most rooms in the <c>cursors</c> of a <c>connect</c>.</summary>
    public const int MaxCursors = 1_000;

    /// <summary>Longest access token.</summary>
    public const int MaxTokenChars = 4_096;

    /// <summary>Longest <c>platform</c>.</summary>
    public const int MaxPlatformChars = 16;

    /// <summary>Longest search, in UTF-16 units.</summary>
    public const int MaxQueryChars = 200;

    /// <summary>Longest mark that a client sends back to get the next page; the server makes shorter ones.</summary>
    public const int MaxPageMarkChars = 256;

    /// <summary>A page of history ends when its events have this many bytes, however few they are.</summary>
    public const int MaxHistoryBytes = 128 * 1024;

    /// <summary>Most events of one room that are sent after a reconnect; beyond them the client gets a <c>gap</c>.</summary>
    public const int MaxResumeEvents = 300;

    /// <summary>Largest room that answers who has read a message and shows read marks to others.</summary>
    public const int MaxReceiptMembers = 200;

    /// <summary>Most people whom one session watches.</summary>
    public const int MaxWatched = 200;

    /// <summary>Largest room in which members see who is typing.</summary>
    public const int MaxTypingMembers = 200;

    /// <summary>How long an author may recall a message, unless the server is configured otherwise.</summary>
    public static readonly TimeSpan RecallWindow = TimeSpan.FromMinutes(2);

    /// <summary>How long an author may edit a message.</summary>
    public static readonly TimeSpan EditWindow = TimeSpan.FromHours(24);
}
