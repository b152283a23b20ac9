using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Media;

/// <summary>Settings of uploaded files; section <c>AkkaChat:Media</c>.</summary>
internal sealed record MediaOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Media";

    /// <summary>Largest limit for one file, in bytes.</summary>
    private const int Most = 1024 * 1024 * 1024;

    /// <summary>True: files may be uploaded and fetched. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Where the files are; made at start if it is missing. All nodes of a cluster must see the same directory, so a cluster has
    /// no default. Default: <c>media</c> in the data directory.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Largest picture, in bytes; 0: none are taken. Default: 20 MiB. Range: 0 to 256 MiB.</summary>
    [Range(0, Most / 4)]
    public int MaxImageBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest sound, in bytes; 0: none are taken. Default: 10 MiB. Range: 0 to 1 GiB.</summary>
    [Range(0, Most)]
    public int MaxVoiceBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Largest video, in bytes; 0: none are taken. Default: 100 MiB. Range: 0 to 1 GiB.</summary>
    [Range(0, Most)]
    public int MaxVideoBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Largest file of any other type, in bytes; 0: none are taken. Default: 100 MiB. Range: 0 to 1 GiB.</summary>
    [Range(0, Most)]
    public int MaxFileBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>
    /// Most pixels of a picture, before anything of it is decoded; each takes up to 10 bytes of memory meanwhile.
    /// Default: 50,000,000. Range: 1 to 250,000,000.
    /// </summary>
    [Range(1, 250_000_000)]
    public int MaxImagePixels { get; init; } = 50_000_000;

    /// <summary>Pictures that are decoded at once; others wait. Default: 2. Range: 1 to 64.</summary>
    [Range(1, 64)]
    public int ImageDecoders { get; init; } = 2;

    /// <summary>How long an upload may take, with all that is done to the file. Default: 5 min. Range: 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Files that one user may upload in a minute, on each node. Default: 60. Range: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int UploadsPerMinute { get; init; } = 60;

    /// <summary>
    /// MiB that one user may upload in an hour, on each node; at least as much as the largest file. Default: 1,024.
    /// Range: 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int UploadMegabytesPerHour { get; init; } = 1_024;

    /// <summary>
    /// How long a signed address is good; whoever has it gets the file, a member or not. Default: 10 min. Range: 1 s to 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan UrlLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How old a file must be that no message and no avatar shows, to be deleted. Default: 1 day. Range: 1 s to 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan OrphanAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often such files are looked for. Default: 10 min. Range: 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The largest file of all, in bytes.</summary>
    public int MaxBytes => Math.Max(Math.Max(MaxImageBytes, MaxVoiceBytes), Math.Max(MaxVideoBytes, MaxFileBytes));

    /// <summary>The largest file of a kind, in bytes; 0: none are taken.</summary>
    public int MaxBytesOf(MediaKind kind) => kind switch
    {
        MediaKind.Image => MaxImageBytes,
        MediaKind.Voice => MaxVoiceBytes,
        MediaKind.Video => MaxVideoBytes,
        MediaKind.File => MaxFileBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind"),
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (UploadMegabytesPerHour * 1024L * 1024 < MaxBytes)
        {
            yield return new ValidationResult(
                "is less than the largest file that may be uploaded.", [nameof(UploadMegabytesPerHour)]);
        }

        if (Directory is not null && string.IsNullOrWhiteSpace(Directory))
        {
            yield return new ValidationResult("is empty; leave it out, or name a directory.", [nameof(Directory)]);
        }
    }
}
