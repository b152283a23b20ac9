namespace AkkaChat.E2E.Histories;

/// <summary>What a history can break.</summary>
public enum Promise
{
    /// <summary>What was acked is in the log at the place that the ack named.</summary>
    AckedIsKept,

    /// <summary>A key of one sender is in the log at most once.</summary>
    OncePerKey,

    /// <summary>All acks of one key name one place.</summary>
    OneAnswer,

    /// <summary>What is in the log was sent, by that sender, with that text.</summary>
    NothingInvented,

    /// <summary>What was refused for good is not in the log.</summary>
    NoFalseNo,

    /// <summary>The log counts 1, 2, 3 …</summary>
    NoHole,

    /// <summary>A reader sees at each place what the log has there.</summary>
    OneOrder,

    /// <summary>A reader sees every event after its start, or an announced gap.</summary>
    NoSilentGap,

    /// <summary>A reader comes to the end of the log.</summary>
    ReachesTheEnd,

    /// <summary>What one session sent first comes first.</summary>
    SessionOrder,
}
