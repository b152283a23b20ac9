namespace AkkaChat.Server.Media;

/// <summary>What an upload sends; describes it only.</summary>
/// <param name="File">The file, under whatever name; other fields are read over.</param>
internal sealed record MediaForm(IFormFile File);
