using System.Collections.Immutable;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>What the store found of a run's messages that were in the log long before: they are answered as they were then.</summary>
/// <param name="run">What was to be written.</param>
/// <param name="keys">Whose messages are there already.</param>
internal sealed class KnownMessages(RoomRun run, ImmutableArray<KnownKey> keys)
{
    private readonly Dictionary<(UserId Sender, ClientMessageId Key), MessageFacts> _known =
        keys.ToDictionary(key => (key.Sender, key.Key), key => key.Facts);

    private readonly Dictionary<MessageId, long> _hashes = run.Write!.Events
        .Where(stored => stored.Event is RoomEvent.MessagePosted)
        .ToDictionary(stored => ((RoomEvent.MessagePosted)stored.Event).Id, stored => ContentHash.Of(stored.Body.Span));

    /// <summary>The answer to a command; null if none of its messages is known.</summary>
    public RoomReply? Answer(RoomCommand command)
    {
        RoomReply? first = null;
        foreach (var (index, sent) in MessagesOf(command).Index())
        {
            if (!_known.TryGetValue((command.By, sent.Key), out var facts) || !_hashes.TryGetValue(sent.Id, out var hash))
            {
                continue;
            }

            // Where the first is not known, the key was used for something else: to decide that anew would come to the same.
            if (hash != facts.PostHash || (first is null && index > 0))
            {
                return RoomWaiting.Refusal(command, ErrorCode.Conflict);
            }

            first ??= new RoomReply.Done(command.Ref, facts.Seq, facts.Id, facts.Time, Duplicate: true);
        }

        return first;
    }

    private static IEnumerable<(MessageId Id, ClientMessageId Key)> MessagesOf(RoomCommand command) => command switch
    {
        RoomCommand.Post post => [(post.Id, post.Key)],
        RoomCommand.Forward forward => forward.Messages.Select((said, index) =>
            (said.Id, PostRules.KeyOf(forward.Key, index))),
        _ => [],
    };
}
