using Akka.TestKit;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

public sealed class FeedMemberTests : ActorTests
{
    private const int MaxUnsentBytes = 16 * 1024;

    private readonly FakeSocket _socket = new();
    private readonly TestProbe _session;
    private readonly FeedMember _member;

    public FeedMemberTests()
    {
        _session = CreateTestProbe("session");
        _member = new FeedMember(_session, Ann, asOf: 0, new SocketWriter(_socket, stream: null, MaxUnsentBytes));
    }

    [Fact]
    public async Task A_session_is_told_events_until_it_says_that_it_is_in_step()
    {
        Pass(6);

        Assert.Equal([6], await ToldAsync());
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task While_the_session_looks_at_the_mark_events_are_held_and_then_written_in_order()
    {
        _member.Hold(Team);
        var mark = await _session.ExpectMsgAsync<DeliveryPush.Mark>();
        Pass(6);
        Pass(7);
        Assert.False(_socket.HasMore);

        _member.OnMark(Team, mark.Turn, inStep: true);
        Pass(8);

        foreach (var seq in new[] { 6, 7, 8 })
        {
            Assert.Equal(seq, await WrittenAsync());
        }

        Assert.False(_session.HasMessages);
    }

    [Fact]
    public async Task A_session_that_is_not_in_step_any_more_is_told_what_was_held()
    {
        _member.Hold(Team);
        var mark = await _session.ExpectMsgAsync<DeliveryPush.Mark>();
        Pass(6);

        _member.OnMark(Team, mark.Turn, inStep: false);
        Pass(7);

        Assert.Equal([6], await ToldAsync());
        Assert.Equal([7], await ToldAsync());
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task Too_much_to_hold_is_told_and_the_old_mark_says_nothing_any_more()
    {
        _member.Hold(Team);
        var old = await _session.ExpectMsgAsync<DeliveryPush.Mark>();
        _member.Pass(new FeedPassage(Team, Frames(6, FeedMember.MaxHeld)));
        Assert.False(_session.HasMessages);
        Pass(6 + FeedMember.MaxHeld);
        Assert.Equal(FeedMember.MaxHeld + 1, (await ToldAsync()).Count);

        _member.Hold(Team);
        var mark = await _session.ExpectMsgAsync<DeliveryPush.Mark>();
        Pass(500);
        _member.OnMark(Team, old.Turn, inStep: true);
        Assert.False(_socket.HasMore);
        _member.OnMark(Team, mark.Turn, inStep: true);

        Assert.Equal(500, await WrittenAsync());
    }

    [Fact]
    public async Task A_client_that_lags_is_told_of_and_its_session_is_told_the_rest()
    {
        await WriteAsync();
        _socket.StopReading();
        Pass(6);
        while (!_session.HasMessages)
        {
            Pass(7); // until more than half of what may wait does
        }

        Pass(8);

        await _session.ExpectMsgAsync<DeliveryPush.Lagging>();
        Assert.Equal([8], await ToldAsync());
    }

    [Fact]
    public async Task Asking_twice_changes_nothing()
    {
        await WriteAsync();

        _member.Hold(Team);
        Pass(6);

        Assert.Equal(6, await WrittenAsync());
        Assert.False(_session.HasMessages);
    }

    [Fact]
    public async Task Without_a_way_out_everything_is_told()
    {
        var member = new FeedMember(_session, Ann, asOf: 0, writer: null);

        member.Hold(Team);
        member.Pass(new FeedPassage(Team, Frames(6)));

        Assert.Equal([6], await ToldAsync());
    }

    private async Task WriteAsync()
    {
        _member.Hold(Team);
        _member.OnMark(Team, (await _session.ExpectMsgAsync<DeliveryPush.Mark>()).Turn, inStep: true);
    }

    private void Pass(long seq) => _member.Pass(new FeedPassage(Team, Frames(seq)));

    private async Task<IReadOnlyList<long>> ToldAsync() =>
        [.. (await _session.ExpectMsgAsync<DeliveryPush.Events>()).Frames.Select(frame => frame.Seq)];

    private async Task<long> WrittenAsync() => (await _socket.NextAsync("event")).GetProperty("seq").GetInt64();
}
