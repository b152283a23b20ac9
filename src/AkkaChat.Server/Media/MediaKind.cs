namespace AkkaChat.Server.Media;

/// <summary>What sort of file; decides how large it may be.</summary>
internal enum MediaKind
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>Sound.</summary>
    Voice,

    /// <summary>Moving pictures.</summary>
    Video,

    /// <summary>Anything else.</summary>
    File,
}
