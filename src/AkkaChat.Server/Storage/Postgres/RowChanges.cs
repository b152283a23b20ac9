namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Rows of a table that a batch adds where they are not there yet, or removes, whatever the table holds: what is left of it in
/// the end is a set to remove and then a set to add.
/// </summary>
/// <typeparam name="TKey">The key of a row.</typeparam>
/// <typeparam name="TRow">The rest of it.</typeparam>
internal sealed class RowChanges<TKey, TRow>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TRow> _added = [];
    private readonly HashSet<TKey> _removed = [];

    /// <summary>Keys of rows to remove.</summary>
    public IReadOnlyCollection<TKey> Removed => _removed;

    /// <summary>Rows to add behind that, where there are none.</summary>
    public IReadOnlyCollection<KeyValuePair<TKey, TRow>> Added => _added;

    /// <summary>Adds a row, unless there is one.</summary>
    public void Add(TKey key, TRow row) => _added.TryAdd(key, row);

    /// <summary>Removes a row, if there is one.</summary>
    public void Remove(TKey key)
    {
        _added.Remove(key);
        _removed.Add(key);
    }

    /// <summary>True or false if the batch made it so that there is a row or none; null if it left that alone.</summary>
    public bool? Has(TKey key) => _added.ContainsKey(key) ? true : _removed.Contains(key) ? false : null;

    /// <summary>Takes back what was added: somebody removes those rows in another way.</summary>
    public void Forget(Func<TKey, bool> isGone)
    {
        foreach (var key in _added.Keys.Where(isGone).ToList())
        {
            _added.Remove(key);
        }
    }
}
