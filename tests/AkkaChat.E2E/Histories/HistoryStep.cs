namespace AkkaChat.E2E.Histories;

/// <summary>What a line of a history tells.</summary>
public enum HistoryStep
{
    /// <summary>A connection was made.</summary>
    Connected,

    /// <summary>A connection ended.</summary>
    Disconnected,

    /// <summary>A message went out, for the first time or again.</summary>
    Sent,

    /// <summary>It was acked.</summary>
    Acked,

    /// <summary>It was refused for good.</summary>
    Refused,

    /// <summary>It was answered with a temporary error: nobody knows yet.</summary>
    Unsure,

    /// <summary>A reader begins.</summary>
    Started,

    /// <summary>A reader got an event pushed.</summary>
    Seen,

    /// <summary>A reader was told of a gap.</summary>
    Gap,

    /// <summary>A reader fetched an event from the history at the end.</summary>
    Read,

    /// <summary>Somebody was told where a read mark is.</summary>
    Marked,

    /// <summary>A fault was made or healed.</summary>
    Fault,
}
