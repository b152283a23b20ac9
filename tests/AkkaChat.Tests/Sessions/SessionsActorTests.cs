using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sessions;

public sealed class SessionsActorTests : SessionActorTests
{
    [Fact]
    public async Task A_socket_gets_a_session()
    {
        var session = await OpenAsync(StartSessions());

        Send(session, """{"type":"ping"}""");

        await Wire.NextAsync("pong");
    }

    [Fact]
    public async Task A_node_without_sessions_has_left_at_once()
    {
        StartSessions().Tell(SessionsActor.Leave.Instance, Asker);

        await Asker.ExpectMsgAsync<SessionsActor.Left>();
    }

    [Fact]
    public async Task A_node_that_leaves_says_so_to_its_sessions_and_waits_for_their_end()
    {
        var sessions = StartSessions();
        var session = await OpenAsync(sessions);

        sessions.Tell(SessionsActor.Leave.Instance, Asker);
        await ClosedAsync(CloseCode.ShuttingDown);
        await SettleAsync(sessions); // the first thing the asker hears
        session.Tell(SessionInput.Closed.Instance);

        await Asker.ExpectMsgAsync<SessionsActor.Left>();
    }

    [Fact]
    public async Task All_who_wait_for_the_end_are_told()
    {
        var other = CreateTestProbe();
        var sessions = StartSessions();
        var session = await OpenAsync(sessions);
        sessions.Tell(SessionsActor.Leave.Instance, Asker);
        sessions.Tell(SessionsActor.Leave.Instance, other);

        session.Tell(SessionInput.Closed.Instance);

        await Asker.ExpectMsgAsync<SessionsActor.Left>();
        await other.ExpectMsgAsync<SessionsActor.Left>();
    }

    [Fact]
    public async Task A_node_that_leaves_takes_no_more_sockets()
    {
        var sessions = StartSessions();
        sessions.Tell(SessionsActor.Leave.Instance, Asker);

        var session = await OpenAsync(sessions);

        Assert.True(session.IsNobody());
    }

    private async Task<IActorRef> OpenAsync(IActorRef sessions)
    {
        var opened = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        sessions.Tell(new SessionsActor.Open(Socket, opened));
        return await opened.Task;
    }

    private IActorRef StartSessions()
    {
        var with = Dependencies();
        return Sys.ActorOf(Props.Create(() => new SessionsActor(with)));
    }
}
