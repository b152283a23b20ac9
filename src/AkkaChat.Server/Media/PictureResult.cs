using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>What became of a picture.</summary>
internal abstract record PictureResult
{
    /// <summary>It is ready to be kept.</summary>
    /// <param name="Width">In pixels, as people see it.</param>
    /// <param name="Height">In pixels, as people see it.</param>
    public sealed record Made(int Width, int Height) : PictureResult;

    /// <summary>It is not taken.</summary>
    /// <param name="Code">Why.</param>
    public sealed record Refused(ErrorCode Code) : PictureResult;
}
