using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Media;

/// <summary>
/// What the store knows of uploaded files: whose they are, and who may get them because a message or an avatar shows them.
/// Messages write their links themselves, in the transaction of their event. Every method may throw
/// <see cref="StoreUnavailableException"/>.
/// </summary>
internal interface IMediaIndex
{
    /// <summary>Enters a file.</summary>
    Task AddAsync(MediaRecord media, CancellationToken stop);

    /// <summary>Takes a file out again whose bytes could not be kept.</summary>
    Task RemoveAsync(MediaId media, CancellationToken stop);

    /// <summary>A file, whoever asks; null if there is none.</summary>
    Task<MediaRecord?> FindAsync(MediaId media, CancellationToken stop);

    /// <summary>
    /// Those of <paramref name="media"/> that <paramref name="reader"/> may get now: their own, those of messages in rooms they
    /// are in, avatars of people, and avatars of rooms that they are in or that are public.
    /// </summary>
    Task<IReadOnlyList<MediaRecord>> FindReadableAsync(
        IReadOnlyList<MediaId> media, UserId reader, CancellationToken stop);

    /// <summary>
    /// Looks at a page of old files. Those without a link are marked first, so that nobody gets them any more; then
    /// <paramref name="delete"/> removes the bytes of all that are marked, those of earlier attempts too, and says whether
    /// they are gone; then they are forgotten. Whatever breaks off in between, a later call ends it.
    /// </summary>
    /// <returns>What was done; null if another node is at it.</returns>
    Task<OrphanPage?> SweepAsync(OrphanQuery query, Func<MediaId, Task<bool>> delete, CancellationToken stop);
}

/// <summary>Which old files to look at.</summary>
/// <param name="After">Where the page before ended; null for the first.</param>
/// <param name="CreatedBefore">Only files that were uploaded before; milliseconds since 1970 UTC.</param>
/// <param name="Now">Milliseconds since 1970 UTC.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record OrphanQuery(OrphanMark? After, long CreatedBefore, long Now, int Limit);

/// <summary>Where a page of old files ended.</summary>
/// <param name="CreatedAt">When its last file was uploaded.</param>
/// <param name="Id">Its last file.</param>
internal sealed record OrphanMark(long CreatedAt, string Id)
{
    /// <summary>Before all.</summary>
    public static readonly OrphanMark Start = new(long.MinValue, "");
}

/// <summary>What became of a page of old files.</summary>
/// <param name="Deleted">How many are gone.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
internal sealed record OrphanPage(int Deleted, OrphanMark? Next);
