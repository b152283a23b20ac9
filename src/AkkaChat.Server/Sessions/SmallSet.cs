namespace AkkaChat.Server.Sessions;

/// <summary>
/// A set that is an array while it is small, which for most sessions is always. To be held in a field that is not read-only; a
/// copy is another set.
/// </summary>
internal struct SmallSet<T>
    where T : IEquatable<T>
{
    /// <summary>Up to as many, to compare with each costs no more than to hash.</summary>
    private const int MostInArray = 8;

    private T[]? _few;
    private HashSet<T>? _many;

    /// <summary>True if it is there.</summary>
    public readonly bool Contains(T item) =>
        _many is not null ? _many.Contains(item) : _few is not null && Array.IndexOf(_few, item) >= 0;

    /// <summary>Adds it; false if it was there.</summary>
    public bool Add(T item)
    {
        if (_many is not null)
        {
            return _many.Add(item);
        }

        if (Contains(item))
        {
            return false;
        }

        if (_few?.Length == MostInArray)
        {
            _many = [.. _few, item];
            _few = null;
        }
        else
        {
            _few = [.. _few ?? [], item];
        }

        return true;
    }

    /// <summary>Removes it; false if it was not there.</summary>
    public bool Remove(T item)
    {
        if (_many is not null)
        {
            return _many.Remove(item);
        }

        if (!Contains(item))
        {
            return false;
        }

        _few = Array.FindAll(_few!, other => !other.Equals(item));
        return true;
    }
}
