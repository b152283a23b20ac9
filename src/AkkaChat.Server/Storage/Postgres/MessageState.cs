using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>One message while a batch is written: an old one that is changed or asked for, or a new one.</summary>
/// <param name="room">Which room.</param>
/// <param name="facts">What is known of it before the batch changes it.</param>
internal sealed class MessageState(RoomId room, MessageFacts facts)
{
    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>Everything but what it says.</summary>
    public MessageFacts Facts { get; private set; } = facts;

    /// <summary>What was posted; null where nobody asked for it.</summary>
    public byte[]? Body { get; set; }

    /// <summary>The same with the newest edit; null if there is none.</summary>
    public byte[]? FoldedBody { get; private set; }

    /// <summary>What it is found by; null if by nothing.</summary>
    public string? Terms { get; set; }

    /// <summary>The uploaded files that it shows, as far as this batch says so.</summary>
    public IReadOnlyList<MediaId> Media { get; private set; } = [];

    /// <summary>True if this batch posted it.</summary>
    public bool IsNew { get; init; }

    /// <summary>True if this batch edited or recalled it.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>True if its row is there although this batch posts it: its log is gone through again.</summary>
    public bool IsStored { get; set; }

    /// <summary>True if its row must be changed.</summary>
    public bool IsUpdated => IsNew ? IsStored : IsChanged;

    /// <summary>A message that the batch posts.</summary>
    public static MessageState Posted(RoomId room, RoomEvent.MessagePosted posted, EncodedEvent encoded) =>
        new(room, encoded.PostedFacts)
        {
            Body = NewEvent.BytesOf(encoded.Body),
            Terms = MessageTerms.Of(posted.Content),
            Media = MediaLinks.Of(posted.Content),
            IsNew = true,
        };

    /// <summary>Folds an edit in.</summary>
    public void Edit(RoomEvent.MessageEdited edited)
    {
        FoldedBody = EventCodec.FoldEdit(Body, edited.Content, edited.Version);
        Terms = MessageTerms.Of(edited.Content);
        Media = MediaLinks.Of(edited.Content);
        IsChanged = true;
        Facts = Facts with
        {
            Version = edited.Version,
            VersionSeq = edited.Seq,
            VersionHash = ContentHash.Of(edited.Content.Json.Span),
        };
    }

    /// <summary>Erases what it says.</summary>
    public void Recall(long seq)
    {
        Body = EventCodec.RecalledBody.ToArray();
        FoldedBody = null;
        Terms = null;
        Media = [];
        IsChanged = true;
        Facts = Facts with { RecallSeq = seq };
    }
}
