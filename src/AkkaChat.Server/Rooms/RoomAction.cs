namespace AkkaChat.Server.Rooms;

/// <summary>What somebody may want of a room.</summary>
internal enum RoomAction
{
    /// <summary>See what is on its door: name, kind, how many are in.</summary>
    SeeDoor,

    /// <summary>Read its log, search it, see its files.</summary>
    Read,

    /// <summary>See who is in it.</summary>
    SeeMembers,

    /// <summary>See who has read a message.</summary>
    SeeReceipts,

    /// <summary>See who may not come in, and who asks to.</summary>
    SeeApplicants,

    /// <summary>Come in, or ask to.</summary>
    Join,

    /// <summary>Go out.</summary>
    Leave,

    /// <summary>Pin it, silence it, move one's own read mark.</summary>
    Arrange,

    /// <summary>Say something.</summary>
    Post,

    /// <summary>Mention everybody.</summary>
    MentionAll,

    /// <summary>Show that one is typing.</summary>
    Type,

    /// <summary>Set a reaction.</summary>
    React,

    /// <summary>Take a reaction back.</summary>
    Unreact,

    /// <summary>Change a message; the target is its author.</summary>
    Edit,

    /// <summary>Take a message back; the target is its author.</summary>
    Recall,

    /// <summary>Bring people in.</summary>
    Invite,

    /// <summary>Take somebody out.</summary>
    Remove,

    /// <summary>Give somebody another role.</summary>
    SetRole,

    /// <summary>Keep somebody from speaking, or let them speak again.</summary>
    Mute,

    /// <summary>Take somebody out for good.</summary>
    Ban,

    /// <summary>Let somebody come back.</summary>
    Unban,

    /// <summary>Let somebody in who asked, or not.</summary>
    Admit,

    /// <summary>Set something about the room.</summary>
    Update,

    /// <summary>End it.</summary>
    Dissolve,
}
