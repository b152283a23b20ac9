using System.Collections.Immutable;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>Cuts a run of events so that each part fits into one message between nodes.</summary>
internal static class FeedBatches
{
    /// <summary>Most bytes of one batch; what is left of a message is for the name of the room.</summary>
    public const int MaxBytes = WireLimits.MaxMessageBytes - (4 * 1024);

    /// <summary>What an event may take beside its frame: its number, who is gone, and the lengths of the parts.</summary>
    public const int EventBytes = 128;

    /// <summary>The parts, in order. An event that is too large for a batch is one by itself.</summary>
    public static IEnumerable<ImmutableArray<EventFrame>> Of(ImmutableArray<EventFrame> frames) =>
        frames.Length == 1 ? [frames] : Cut(frames);

    private static IEnumerable<ImmutableArray<EventFrame>> Cut(ImmutableArray<EventFrame> frames)
    {
        var start = 0;
        var bytes = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            var size = frames[i].Frame.Length + EventBytes;
            if (i > start && bytes + size > MaxBytes)
            {
                yield return frames[start..i];
                (start, bytes) = (i, 0);
            }

            bytes += size;
        }

        yield return start == 0 ? frames : frames[start..];
    }
}
