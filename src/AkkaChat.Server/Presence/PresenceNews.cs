using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Presence;

/// <summary>
/// Tells sessions whom they watch: answers requests as soon as everybody's state is known, and tells changes in rounds, so many
/// sessions in each, while their clients take them.
/// </summary>
internal sealed class PresenceNews(PresenceClock clock)
{
    /// <summary>How long an answer waits for people's actors; they answer in milliseconds unless they move.</summary>
    public static readonly TimeSpan AnswerAfter = TimeSpan.FromSeconds(1);

    /// <summary>Sessions told in one round.</summary>
    public const int MostAtOnce = 500;

    private readonly Queue<Watcher> _waiting = []; // each watcher once at most
    private readonly List<Watcher> _asked = [];

    /// <summary>Answers a request now, if everything is known, or soon.</summary>
    public void Answer(Watcher watcher, RequestId id)
    {
        watcher.Asked = id;
        watcher.AnswerBy = clock.Now + AnswerAfter;
        if (!TryAnswer(watcher))
        {
            _asked.Add(watcher);
        }
    }

    /// <summary>The person's state has changed.</summary>
    /// <param name="person">Who it is.</param>
    /// <param name="isFirst">True if nothing was known before.</param>
    public void OnSight(Person person, bool isFirst)
    {
        foreach (var watcher in person.Watchers)
        {
            if (!isFirst || !TryAnswer(watcher))
            {
                TellSoon(watcher);
            }
        }
    }

    /// <summary>Tells a session in one of the next rounds what it was not told, if there is anything.</summary>
    public void TellSoon(Watcher watcher)
    {
        if (!watcher.IsWaiting)
        {
            watcher.IsWaiting = true;
            _waiting.Enqueue(watcher);
        }
    }

    /// <summary>One round.</summary>
    public void OnTick()
    {
        _asked.RemoveAll(watcher => watcher.IsGone || watcher.Asked is null || TryAnswer(watcher));
        for (var left = Math.Min(_waiting.Count, MostAtOnce); left > 0; left--)
        {
            var watcher = _waiting.Dequeue();
            watcher.IsWaiting = false;
            if (watcher.IsGone || watcher.Asked is not null)
            {
                continue; // the answer has it all
            }

            if (!watcher.HasRoom)
            {
                TellSoon(watcher);
            }
            else if (watcher.TakeNews() is { IsEmpty: false } news)
            {
                watcher.Session.Tell(new WatchPush.News(news), ActorRefs.NoSender);
            }
        }
    }

    private bool TryAnswer(Watcher watcher)
    {
        if (watcher.Asked is not { } id || (!watcher.IsComplete && watcher.AnswerBy > clock.Now))
        {
            return false;
        }

        watcher.Asked = null;
        watcher.Session.Tell(new WatchPush.Answered(Answers.Presence(id, watcher.TakeAll())), ActorRefs.NoSender);
        return true;
    }
}
