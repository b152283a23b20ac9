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

    /// <summary>What was sent first over one connection comes first.</summary>
    SessionOrder,

    /// <summary>What was acked or seen before another message was sent comes before that one.</summary>
    RealTimeOrder,

    /// <summary>What a reader was shown is in the log.</summary>
    ShownIsKept,

    /// <summary>The server's time does not go back along the log.</summary>
    TimeGoesOn,

    /// <summary>Nobody sees a read mark go back.</summary>
    MarksOnlyRise,
}
