using System.Collections.Immutable;
using System.Text;
using AkkaChat.Bench.Load;
using AkkaChat.Bench.Worlds;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaChat.Bench.Targets;

/// <summary>
/// Writes a world straight into the store of a server that does not run yet, and signs everybody's token with the
/// server's key: the same rows and tokens as by way of the protocol, in seconds.
/// </summary>
internal sealed class AkkaChatWorld
{
    private const int WritesPerBatch = 200;
    private const int EventsPerRun = 250;

    private readonly World _world;
    private readonly IChatStore _store;
    private readonly AccessTokens _tokens;
    private readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private AkkaChatWorld(World world, IServiceProvider services)
    {
        _world = world;
        _store = services.GetRequiredService<IChatStore>();
        _tokens = services.GetRequiredService<AccessTokens>();
    }

    /// <summary>Makes it, for a server that will be started with <paramref name="settings"/>.</summary>
    public static async Task MakeAsync(World world, string[] settings)
    {
        await using var server = Server.Program.Build(settings);
        var maker = new AkkaChatWorld(world, server.Services);
        await maker._store.OpenAsync(CancellationToken.None);
        await maker.WriteAsync(world.People.Select(maker.Enter));
        await maker.WriteAsync(world.Rooms.SelectMany(maker.Runs));
    }

    private StoreWrite.AddUser Enter(Person person)
    {
        var id = UserId.Parse(person.Name);
        person.Token = _tokens.Issue(id).Text;
        return new StoreWrite.AddUser(new UserView(id, person.Name, Avatar: null), Guest: false, _now);
    }

    private IEnumerable<StoreWrite> Runs(Room room)
    {
        var id = RoomId.Parse(room.Name);
        var events = EventsOf(room).ToList();
        room.LastSeq = events.Count;
        return events
            .Select(made => new EncodedEvent(made, EventCodec.EncodeBody(made)))
            .Chunk(EventsPerRun)
            .Select(run => new StoreWrite.Append(id, [.. run]));
    }

    private IEnumerable<RoomEvent> EventsOf(Room room)
    {
        var members = room.Members.Select(member => UserId.Parse(_world.People[member].Name)).ToList();
        var owner = members[0];
        yield return new RoomEvent.RoomCreated(
            1, _now, owner, room.Name, RoomKind.Group, IsPublic: false, JoinRule.Invite);
        var seq = 1L;
        foreach (var member in members)
        {
            var isOwner = member == owner;
            yield return new RoomEvent.MemberChanged(
                ++seq,
                _now,
                owner,
                isOwner ? MemberChange.Joined : MemberChange.Invited,
                member,
                isOwner ? MemberRole.Owner : MemberRole.Member);
        }

        for (var number = 1; number <= _world.HistoryPerRoom; number++)
        {
            yield return Message(++seq, number, members[number % members.Count]);
        }
    }

    private RoomEvent.MessagePosted Message(long seq, int number, UserId from)
    {
        var text = Encoding.ASCII.GetString(MessageText.Create());
        var content = new MessageContent("text", Encoding.ASCII.GetBytes($$"""{"kind":"text","text":"{{text}}"}"""));
        return new RoomEvent.MessagePosted(
            seq,
            _now,
            from,
            new MessageId($"m-{Guid.NewGuid():N}"),
            ClientMessageId.Parse($"h-{number}"),
            content,
            ImmutableArray<UserId>.Empty,
            ReplyTo: null,
            number);
    }

    private async Task WriteAsync(IEnumerable<StoreWrite> writes)
    {
        foreach (var batch in writes.Chunk(WritesPerBatch))
        {
            var outcomes = await _store.WriteAsync(batch, CancellationToken.None);
            if (outcomes.FirstOrDefault(outcome => outcome is not StoreOutcome.Committed) is { } refused)
            {
                throw new InvalidOperationException($"The world could not be made: {refused}");
            }
        }
    }
}
