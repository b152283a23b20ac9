using System.Diagnostics.CodeAnalysis;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// A dictionary that takes no memory while it is empty, which for most sessions is always. To be held in a field that is not
/// read-only; a copy is another map.
/// </summary>
internal struct SparseMap<TKey, TValue>
    where TKey : notnull
{
    private Dictionary<TKey, TValue>? _entries;

    /// <summary>True if there is such an entry.</summary>
    public readonly bool ContainsKey(TKey key) => _entries is not null && _entries.ContainsKey(key);

    /// <summary>The entry's value, if there is such an entry.</summary>
    public readonly bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        return _entries is not null && _entries.TryGetValue(key, out value);
    }

    /// <summary>Adds the entry, or gives it another value.</summary>
    public void Set(TKey key, TValue value) => (_entries ??= [])[key] = value;

    /// <summary>Removes the entry; false if there was none.</summary>
    public bool Remove(TKey key) => Remove(key, out _);

    /// <summary>Removes the entry, and gives its value; false if there was none.</summary>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        var removed = _entries is not null && _entries.Remove(key, out value);
        if (removed && _entries!.Count == 0)
        {
            _entries = null;
        }

        return removed;
    }

    /// <summary>The keys as they are now.</summary>
    public readonly TKey[] Keys() => _entries is null ? [] : [.. _entries.Keys];
}
