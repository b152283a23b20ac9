using System.Text;
using Akka.Actor;
using Akka.Remote;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Users;
using Xunit;

namespace AkkaChat.Tests.Wire;

/// <summary>What may not cross is refused by one message, and the connection between the nodes goes on.</summary>
public sealed class RefusalTests
{
    private const int Json = 1;
    private const int AnyProtobuf = 2;
    private const int RemoteDeployment = 3;
    private const int Hyperion = -5;
    private const int Rooms = 701;
    private static readonly byte[] Hello = "hello"u8.ToArray();

    [Theory]
    [InlineData(Json, "")]
    [InlineData(AnyProtobuf, "trap")]
    [InlineData(RemoteDeployment, "trap")]
    [InlineData(Hyperion, "trap")]
    [InlineData(Rooms, "ZZ")]
    [InlineData(Rooms, "CP")]
    public async Task Bytes_that_name_a_type_make_nothing_and_the_next_message_arrives(int serializer, string manifest)
    {
        var trap = typeof(Forgery.Trap).AssemblyQualifiedName!;
        await using var nodes = await TwoNodes.StartAsync(Forgery.ConfigOf(serializer, manifest == "trap" ? trap : manifest));

        nodes.ThereFromHere.Tell(new Forgery());
        nodes.ThereFromHere.Tell(new UserPush.Tell(Hello));

        Assert.Equal("hello", Encoding.UTF8.GetString((await nodes.Inbox.NextAsync<UserPush.Tell>()).Frame.Span));
        Assert.Equal(0, Forgery.Trap.Made);
        Assert.Empty(nodes.Broken);
        await nodes.There.LoggedAsync($"[{serializer}]");
    }

    [Fact]
    public async Task What_has_no_form_or_is_too_large_does_not_leave_and_the_next_message_arrives()
    {
        await using var nodes = await TwoNodes.StartAsync(string.Empty);

        nodes.ThereFromHere.Tell(new Version(1, 0));
        nodes.ThereFromHere.Tell(new Status.Success(new Version(1, 0)));
        nodes.ThereFromHere.Tell(new UserPush.Tell(new byte[WireLimits.MaxMessageBytes]));
        nodes.ThereFromHere.Tell(new UserPush.Tell(Hello));

        Assert.Equal("hello", Encoding.UTF8.GetString((await nodes.Inbox.NextAsync<UserPush.Tell>()).Frame.Span));
        Assert.Empty(nodes.Broken);
        await nodes.Here.LoggedAsync("System.Version has no serializer");
        await nodes.Here.LoggedAsync("UserPush+Tell would take");
    }

    private sealed class TwoNodes : IAsyncDisposable
    {
        private readonly Inbox _events;

        private TwoNodes(string forgery)
        {
            Here = new WireNode(forgery);
            There = new WireNode();
            Inbox = new Inbox(There, "inbox");
            _events = new Inbox(There, "events");
        }

        public WireNode Here { get; }

        public WireNode There { get; }

        public Inbox Inbox { get; }

        public IActorRef ThereFromHere => Here.ActorOf(There, "inbox");

        public IEnumerable<object> Broken => _events.Rest();

        public static async Task<TwoNodes> StartAsync(string forgery)
        {
            var nodes = new TwoNodes(forgery);
            await nodes.Here.InitializeAsync();
            await nodes.There.InitializeAsync();
            nodes.There.System.EventStream.Subscribe(nodes._events.Actor, typeof(DisassociatedEvent));
            nodes.There.System.EventStream.Subscribe(nodes._events.Actor, typeof(AssociationErrorEvent));
            nodes.There.System.EventStream.Subscribe(nodes._events.Actor, typeof(QuarantinedEvent));
            return nodes;
        }

        public async ValueTask DisposeAsync()
        {
            await Here.DisposeAsync();
            await There.DisposeAsync();
        }
    }
}
