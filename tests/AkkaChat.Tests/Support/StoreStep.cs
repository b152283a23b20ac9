namespace AkkaChat.Tests.Support;

/// <summary>The sorts of calls of a <see cref="ScriptedStore"/>.</summary>
internal enum StoreStep
{
    Write,
    LoadRooms,
    LoadHeads,
    LoadMembershipMarks,
    FindPeers,
    ListConversations,
    ReadEvents,
    FindMessage,
    FindRoom,
    FindUser,
    FindReaction,
    FindMember,
    FindBlockers,
    ListMembers,
    ListPeople,
}
