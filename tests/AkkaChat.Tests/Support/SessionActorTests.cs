using System.Text;
using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Start;
using AkkaChat.Server.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Support;

/// <summary>One session with a fake socket, and probes for everybody around it. It is Ann's.</summary>
public abstract class SessionActorTests : ActorTests
{
    /// <summary>Where the session stands in the order of Ann's sessions.</summary>
    protected const long Place = 7;

    private readonly AccessTokens _tokens;

    protected SessionActorTests()
    {
        Rooms = CreateTestProbe("rooms");
        Delivery = CreateTestProbe("delivery");
        Presence = CreateTestProbe("presence");
        var auth = new AuthOptions { SigningKey = Convert.ToBase64String(new byte[SigningKey.MinBytes]) };
        var key = SigningKey.Load(auth, data: null!, NullLogger<SigningKey>.Instance);
        _tokens = new AccessTokens(Options.Create(auth), key, Clock);
        TokenLifetime = auth.AccessTokenLifetime;
        Socket = new SessionSocket(new SocketWriter(Wire, stream: null, Settings.MaxUnsentBytes), UpgradeToken: null);
    }

    /// <summary>All rooms.</summary>
    protected TestProbe Rooms { get; }

    /// <summary>This node's Delivery.</summary>
    protected TestProbe Delivery { get; }

    /// <summary>This node's presence.</summary>
    protected TestProbe Presence { get; }

    /// <summary>How long a token is good.</summary>
    protected TimeSpan TokenLifetime { get; }

    private protected FakeSocket Wire { get; } = new();

    private protected SessionSocket Socket { get; }

    private protected LimitOptions Limits { get; set; } = new();

    private protected SessionOptions Settings { get; } = new()
    {
        MaxUnsentBytes = 16 * 1024,
        RequestBurst = 50,
        RequestsPerSecond = 10,
    };

    /// <summary>A connection that has said nothing.</summary>
    private protected IActorRef Open()
    {
        var with = Dependencies();
        var open = new SessionsActor.Open(Socket, new TaskCompletionSource<IActorRef>());
        return Sys.ActorOf(Props.Create(() => new SessionActor(open, with)));
    }

    private protected SessionDependencies Dependencies()
    {
        var local = new LocalDeliveries(new DeliveryDirectory(new DeliveryOptions { Instances = 1 }), [Delivery]);
        return new SessionDependencies(
            Settings,
            new ServerOptions { Limits = Limits },
            new RoomOptions(),
            Clock,
            _tokens,
            Store,
            Reads,
            Writes,
            Rooms,
            Users,
            local)
        {
            Presence = Presence,
        };
    }

    /// <summary>A connection that is signed in; its answer was read.</summary>
    private protected async Task<IActorRef> ConnectAsync(string cursors = "{}")
    {
        var session = Open();
        SendConnect(session, cursors);
        await RegisterAsync(session);
        await Wire.NextAsync("ok");
        return session;
    }

    private protected void SendConnect(IActorRef session, string cursors = "{}", UserId? user = null) => Send(
        session,
        $$"""{"type":"connect","id":0,"token":"{{Token(user ?? Ann)}}","deviceId":"d-1","platform":"web","cursors":{{cursors}}}""");

    /// <summary>The user's actor takes the session in.</summary>
    private protected async Task RegisterAsync(IActorRef session)
    {
        await Users.ExpectMsgAsync<UserCommand.Register>();
        session.Tell(new UserPush.Registered(Users, Place), Users);
    }

    /// <summary>A frame comes in by the socket, if the session lets the reader read.</summary>
    private protected void Send(IActorRef session, string frame)
    {
        if (!Socket.Credits.Wait(0))
        {
            throw new InvalidOperationException("The session does not let the reader go on.");
        }

        session.Tell(new SessionInput.Frame(RequestReader.Read(Encoding.UTF8.GetBytes(frame))));
    }

    private protected void SendPost(IActorRef session, int id, string room = "r-team") => Send(
        session,
        $$$"""{"type":"send","id":{{{id}}},"room":"{{{room}}}","clientMsgId":"k-{{{id}}}","content":{"kind":"text","text":"hi"}}""");

    /// <summary>The store has a room of Ann and Bob.</summary>
    private protected void Seed(RoomId? room = null) =>
        Store.Write(room ?? Team, [.. DecidedRoom.Of().Log.Select(stored => stored.Event)]);

    private protected string Token(UserId user) => _tokens.Issue(user).Text;

    /// <summary>The session has handled all it was told before.</summary>
    private protected async Task SettleAsync(IActorRef session)
    {
        session.Tell(new Identify(0), Asker);
        await Asker.ExpectMsgAsync<ActorIdentity>();
    }

    /// <summary>The session says why, and closes.</summary>
    private protected async Task ClosedAsync(CloseCode code)
    {
        var bye = await Wire.NextAsync("bye");
        Xunit.Assert.Equal((int)code, bye.GetProperty("code").GetInt32());
        Xunit.Assert.Equal((int)code, (await Wire.ClosedAsync()).Code);
    }
}
