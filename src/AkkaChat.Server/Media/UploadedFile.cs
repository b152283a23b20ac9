using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>The file of a form, or why there is none.</summary>
internal sealed record UploadedFile
{
    /// <summary>It was read.</summary>
    /// <param name="type">What it is, by its content.</param>
    /// <param name="name">What the client calls it; null if nothing.</param>
    public UploadedFile(MediaType type, string? name)
    {
        Type = type;
        Name = name;
    }

    /// <summary>It is not taken.</summary>
    /// <param name="fault">Why.</param>
    public UploadedFile(ErrorCode fault)
        : this(MediaType.Unknown, null) => Fault = fault;

    /// <summary>Why it is not taken; null if it is.</summary>
    public ErrorCode? Fault { get; }

    /// <summary>What it is, by its content.</summary>
    public MediaType Type { get; }

    /// <summary>What the client calls it; null if nothing.</summary>
    public string? Name { get; }
}
