using System.Collections.Concurrent;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>
/// Exchanges each code once: who brings the same one meanwhile gets the same answer, and who brings it later is refused as by
/// WeChat itself. A code whose exchange failed for now may be brought again. Other nodes don't know; to them WeChat says it.
/// </summary>
internal sealed class WeChatCodes(WeChatApi api, TimeProvider time)
{
    /// <summary>How long WeChat takes a code.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    // What is forgotten sooner is refused by WeChat all the same.
    private const int MaxSpent = 100_000;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<WeChatAnswer>> _exchanges = new();
    private readonly ConcurrentQueue<(string Code, DateTimeOffset Until)> _spent = new();

    /// <summary>Who <paramref name="code"/> belongs to.</summary>
    /// <param name="code">What <c>wx.login</c> gave.</param>
    /// <param name="stop">Stops waiting; the exchange goes on for whoever else waits.</param>
    public async Task<WeChatAnswer> ExchangeAsync(string code, CancellationToken stop)
    {
        Forget();
        var mine = new TaskCompletionSource<WeChatAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var exchange = _exchanges.GetOrAdd(code, mine);
        if (exchange == mine)
        {
            return await ExchangeAsync(code, mine);
        }

        var isLate = exchange.Task.IsCompleted;
        var answer = await exchange.Task.WaitAsync(stop);
        return isLate && !answer.MayChange ? new WeChatAnswer.Refused(ErrorCode.Unauthorized) : answer;
    }

    private async Task<WeChatAnswer> ExchangeAsync(string code, TaskCompletionSource<WeChatAnswer> exchange)
    {
        var answer = await api.ExchangeAsync(code);
        exchange.SetResult(answer);
        if (answer.MayChange)
        {
            _exchanges.TryRemove(code, out _);
        }
        else
        {
            _spent.Enqueue((code, time.GetUtcNow() + CodeLifetime));
        }

        return answer;
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (_spent.TryPeek(out var oldest) && (oldest.Until <= now || _spent.Count > MaxSpent))
        {
            if (_spent.TryDequeue(out var spent))
            {
                _exchanges.TryRemove(spent.Code, out _);
            }
        }
    }
}
