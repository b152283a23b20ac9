namespace AkkaChat.Server.Media;

/// <summary>Addresses of those files that were asked for and that the user may get.</summary>
/// <param name="Urls">The addresses, in the order asked for.</param>
internal sealed record MediaUrlListBody(IReadOnlyList<MediaUrlBody> Urls);
