using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// Sees to it that the public room <c>lobby</c> exists. A start waits for one try; if that fails, others follow while the
/// rest serves.
/// </summary>
internal sealed partial class LobbyKeeper(RoomGateway rooms, TimeProvider clock, ILogger<LobbyKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private bool _exists;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_exists)
        {
            LogNotYet();
            await Task.Delay(Pause, clock, stoppingToken);
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken stop)
    {
        var reply = await rooms.CreateAsync(RoomId.Lobby, UserId.System, "Lobby", RoomKind.Channel, stop);
        _exists = reply is RoomReply.Done or RoomReply.Refused { Code: ErrorCode.AlreadyExists };
    }

    [LoggerMessage(3050, LogLevel.Information, "The lobby can't be made yet; trying again")]
    private partial void LogNotYet();
}
