namespace AkkaChat.Server.Sessions;

/// <summary>What a client gets when a room has done what it asked.</summary>
internal enum AnswerForm
{
    /// <summary>An acknowledgement of the event.</summary>
    Ack,

    /// <summary>The room, as the user sees it now.</summary>
    Room,

    /// <summary>Only that it is done.</summary>
    Ok,
}
