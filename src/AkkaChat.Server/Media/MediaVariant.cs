namespace AkkaChat.Server.Media;

/// <summary>Which form of an uploaded file.</summary>
internal enum MediaVariant
{
    /// <summary>The file itself.</summary>
    Original,

    /// <summary>A small picture of it.</summary>
    Thumb,
}
