namespace AkkaChat.E2E.Histories;

/// <summary>One line of a history.</summary>
/// <param name="At">When, by a clock that only goes on, since the history began.</param>
/// <param name="Step">What happened.</param>
/// <param name="Client">Who did or saw it.</param>
/// <param name="Room">Where.</param>
/// <param name="Connection">Over which connection, where that matters.</param>
/// <param name="Key">The key of a message, or whose read mark.</param>
/// <param name="Text">The text of a message, or what there is to say.</param>
/// <param name="After">The place before the first one that the line is about.</param>
/// <param name="Seq">The place that the line is about.</param>
/// <param name="Entry">The event that was seen.</param>
public sealed record HistoryLine(
    TimeSpan At,
    HistoryStep Step,
    string Client,
    string? Room = null,
    string? Connection = null,
    string? Key = null,
    string? Text = null,
    long After = 0,
    long Seq = 0,
    LogEntry? Entry = null);
