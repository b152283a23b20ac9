using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>Sees to it that the public room <c>lobby</c> exists. A start waits for it, but not for ever: the rest serves without.</summary>
internal sealed partial class LobbyKeeper(RoomGateway rooms, TimeProvider clock, ILogger<LobbyKeeper> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private Task _keeping = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _keeping = KeepAsync(_stop.Token);
        await Task.WhenAny(_keeping, Task.Delay(Patience, clock, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
    }

    private async Task KeepAsync(CancellationToken stop)
    {
        try
        {
            while (!Exists(await rooms.CreateAsync(RoomId.Lobby, UserId.System, "Lobby", RoomKind.Channel, stop)))
            {
                LogNotYet();
                await Task.Delay(Pause, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the node leaves before there was a lobby; another node keeps it
        }
    }

    private static bool Exists(RoomReply reply) =>
        reply is RoomReply.Done or RoomReply.Refused { Code: ErrorCode.AlreadyExists };

    [LoggerMessage(3050, LogLevel.Information, "The lobby can't be made yet; trying again")]
    private partial void LogNotYet();
}
