using System.Diagnostics.CodeAnalysis;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// A queue that takes no memory before it is first used, which for most sessions is never. To be held in a field that is not
/// read-only; a copy is another queue.
/// </summary>
internal struct SparseQueue<T>
{
    private Queue<T>? _items;

    /// <summary>Items that wait.</summary>
    public readonly int Count => _items?.Count ?? 0;

    /// <summary>Adds an item behind all others.</summary>
    public void Enqueue(T item) => (_items ??= new Queue<T>()).Enqueue(item);

    /// <summary>Takes the first item, if there is any.</summary>
    public readonly bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        item = default;
        return _items is not null && _items.TryDequeue(out item);
    }

    /// <summary>Looks at the first item, if there is any.</summary>
    public readonly bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        item = default;
        return _items is not null && _items.TryPeek(out item);
    }
}
