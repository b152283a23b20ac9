using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Media;

/// <summary>
/// Which uploaded files a request would show to others. Whoever shows one must be able to get it, or else naming it would be a
/// way to it.
/// </summary>
internal static class MediaReferences
{
    /// <summary>True if <paramref name="request"/> names files, so that <see cref="MayShowAsync"/> must be asked.</summary>
    public static bool IsIn(Request request) => AddressesIn(request).Count > 0;

    /// <summary>True if <paramref name="user"/> may show all files that <paramref name="request"/> names; and if it names none.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    public static async Task<bool> MayShowAsync(Request request, UserId user, IChatStore store, CancellationToken stop)
    {
        var named = new HashSet<MediaId>();
        foreach (var address in AddressesIn(request))
        {
            if (!MediaPath.TryParse(address, out var media))
            {
                return false;
            }

            named.Add(media);
        }

        return named.Count == 0 || (await store.Media.FindReadableAsync([.. named], user, stop)).Count == named.Count;
    }

    private static IReadOnlyList<string> AddressesIn(Request request) => request switch
    {
        Request.Send send => MediaLinks.AddressesIn(send.Content),
        Request.Edit edit => MediaLinks.AddressesIn(edit.Content),
        Request.RoomUpdate { Settings.Avatar: { } avatar } when MediaPath.IsOurs(avatar) => [avatar],
        Request.UserUpdate { Avatar: { } avatar } when MediaPath.IsOurs(avatar) => [avatar],
        _ => [],
    };
}
