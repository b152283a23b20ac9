namespace AkkaChat.Server;

/// <summary>A hash that is the same in every process and version: it decides shards, lanes and Deliveries.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a, 32 bits, over the UTF-16 units, finished so that the low bits are well mixed.</summary>
    public static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        hash ^= hash >> 16;
        hash *= 0x85ebca6bu; // the finaliser of MurmurHash3
        return hash ^ (hash >> 13);
    }
}
