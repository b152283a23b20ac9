using AkkaChat.Server.Sessions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AkkaChat.Tests.Sessions;

public sealed class RequestBudgetTests
{
    private static readonly SessionOptions Options = new() { RequestsPerSecond = 10, RequestBurst = 5 };
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _clock = new();
    private RequestBudget _budget;

    public RequestBudgetTests() => _budget = new RequestBudget(Options, _clock.GetTimestamp());

    [Fact]
    public void A_burst_is_taken_and_no_more()
    {
        for (var i = 0; i < Options.RequestBurst; i++)
        {
            Assert.True(TryTake(out _));
        }

        Assert.False(TryTake(out _));
    }

    [Fact]
    public void Who_took_too_much_is_told_when_there_is_more()
    {
        Empty();

        TryTake(out var retryAfter);

        Assert.Equal(Share, retryAfter);
    }

    [Fact]
    public void At_the_time_told_there_is_one_more_and_not_two()
    {
        Empty();

        _clock.Advance(Share);

        Assert.True(TryTake(out _));
        Assert.False(TryTake(out _));
    }

    [Fact]
    public void Just_before_the_time_told_there_is_none()
    {
        Empty();

        _clock.Advance(Share - TimeSpan.FromMilliseconds(1));

        Assert.False(TryTake(out var retryAfter));
        Assert.Equal(1, retryAfter.TotalMilliseconds, precision: 3);
    }

    [Fact]
    public void A_long_rest_gives_no_more_than_a_burst()
    {
        Empty();

        _clock.Advance(TimeSpan.FromHours(1));

        for (var i = 0; i < Options.RequestBurst; i++)
        {
            Assert.True(TryTake(out _));
        }

        Assert.False(TryTake(out _));
    }

    private void Empty()
    {
        while (TryTake(out _))
        {
            // One after the other, until there is none.
        }
    }

    private bool TryTake(out TimeSpan retryAfter) =>
        _budget.TryTake(Options, _clock, _clock.GetTimestamp(), out retryAfter);
}
