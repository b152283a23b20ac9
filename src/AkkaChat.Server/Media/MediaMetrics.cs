using System.Diagnostics.Metrics;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>What this folder counts, under the meter <c>AkkaChat.Media</c>; says nothing about who.</summary>
internal sealed class MediaMetrics
{
    private readonly Counter<long> _uploads;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _orphans;

    /// <summary>Makes the instruments.</summary>
    public MediaMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("AkkaChat.Media");
        _uploads = meter.CreateCounter<long>("akkachat.media.uploads", "{file}", "Files that were taken, by type.");
        _bytes = meter.CreateCounter<long>("akkachat.media.bytes", "By", "Bytes of files that were taken, by type.");
        _refusals = meter.CreateCounter<long>("akkachat.media.refusals", "{file}", "Uploads that were refused, by code.");
        _orphans = meter.CreateCounter<long>("akkachat.media.orphans", "{file}", "Files deleted because nothing showed them.");
    }

    /// <summary>A file was taken.</summary>
    public void Uploaded(MediaRecord media)
    {
        var type = new KeyValuePair<string, object?>("type", media.Mime);
        _uploads.Add(1, type);
        _bytes.Add(media.Size, type);
    }

    /// <summary>A file was not taken.</summary>
    public void Refused(ErrorCode code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code.Name()));

    /// <summary>Files were deleted.</summary>
    public void Deleted(int count) => _orphans.Add(count);
}
