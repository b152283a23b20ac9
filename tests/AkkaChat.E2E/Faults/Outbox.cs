using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Faults;

/// <summary>
/// The messages of one client: writes new ones at a steady pace, and sends each one again, under the same key, until it is
/// acked or refused for good.
/// </summary>
internal sealed class Outbox(FaultLoad load, Guest guest, IReadOnlyList<string> talksIn, string foreignRoom)
{
    // One in so many is for a room that the client is not in, which must be refused.
    private const int ForeignOneIn = 25;

    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<Draft> _drafts = [];
    private readonly Dictionary<string, TimeSpan> _nextAt = [];
    private int _written;

    /// <summary>Messages without a final answer.</summary>
    public IReadOnlyList<Draft> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _drafts];
            }
        }
    }

    /// <summary>All that waits goes out again at once, over another connection.</summary>
    public void SendAllAgain()
    {
        foreach (var draft in Waiting)
        {
            draft.AgainAt = TimeSpan.Zero;
        }
    }

    /// <summary>Sends what is due; the first ones first.</summary>
    /// <param name="connection">Over what.</param>
    /// <param name="name">What the history calls the connection.</param>
    /// <param name="answer">Gives the answer, or null if the connection ended before.</param>
    public async Task SendDueAsync(ChatClient connection, string name, Func<Task<Frame>, Task<Frame?>> answer)
    {
        var now = load.History.Now;
        foreach (var draft in Waiting.Where(draft => now >= draft.AgainAt))
        {
            await SendAsync(draft, connection, name, answer);
        }

        foreach (var room in load.IsTalking ? talksIn : [])
        {
            while (now >= _nextAt.GetValueOrDefault(room) && Waiting.Count(draft => draft.Room == room) < load.Size.Window)
            {
                _nextAt[room] = now + load.Size.Pace;
                await SendAsync(Write(room), connection, name, answer);
            }
        }
    }

    /// <summary>Writes a message, to be sent as soon as may be.</summary>
    public Draft Write(string room)
    {
        var number = Interlocked.Increment(ref _written);
        var draft = new Draft(
            number % ForeignOneIn == 0 ? foreignRoom : room, $"k-{number}", $"message {number} of {guest.Name}");
        lock (_gate)
        {
            _drafts.Add(draft);
        }

        return draft;
    }

    private async Task SendAsync(Draft draft, ChatClient connection, string name, Func<Task<Frame>, Task<Frame?>> answer)
    {
        draft.AgainAt = load.History.Now + AckTimeout;
        load.History.OnSent(draft.Room, guest.Id, draft.Key, draft.Text, name);
        var (_, coming) = await connection.PostAsync("send", draft.Fields);
        _ = TakeAsync(draft, answer(coming));
    }

    private async Task TakeAsync(Draft draft, Task<Frame?> coming)
    {
        if (await coming is not { } answer)
        {
            return; // it is sent again over the next connection
        }

        if (answer.Type == "ack")
        {
            load.OnAck(guest, draft, answer.Seq);
            Finish(draft);
        }
        else if (answer.Flag("temporary"))
        {
            load.History.OnUnsure(draft.Room, guest.Id, draft.Key, answer.Code!);
            var pause = answer.Has("retryAfterMs") ? answer.Number("retryAfterMs") : 100;
            draft.AgainAt = load.History.Now + TimeSpan.FromMilliseconds(pause + Random.Shared.Next(100));
        }
        else
        {
            load.History.OnRefused(draft.Room, guest.Id, draft.Key, answer.Code!);
            Finish(draft);
        }
    }

    private void Finish(Draft draft)
    {
        lock (_gate)
        {
            _drafts.Remove(draft);
        }
    }
}
