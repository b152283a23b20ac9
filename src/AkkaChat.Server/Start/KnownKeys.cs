using System.Globalization;

namespace AkkaChat.Server.Start;

/// <summary>The keys that settings may have, and the nearest of them to one that isn't there.</summary>
internal sealed class KnownKeys
{
    /// <summary>More wrong letters than this, and the key meant is anyone's guess.</summary>
    private const int MaxWrongLetters = 3;

    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _trees = [];

    /// <summary>A key with one value.</summary>
    public void Add(string key) => _keys.Add(key);

    /// <summary>A key whose values stand at <c>key:0</c>, <c>key:1</c> …</summary>
    public void AddList(string key) => _lists.Add(key);

    /// <summary>A key that has others below it.</summary>
    public void AddSection(string key) => _sections.Add(key);

    /// <summary>A key below which anything may stand.</summary>
    public void AddTree(string key) => _trees.Add(key);

    /// <summary>True if <paramref name="key"/> may have a value.</summary>
    public bool Contains(string key) =>
        _keys.Contains(key)
        || _lists.Contains(key)
        || _sections.Contains(key)
        || IsListItem(key)
        || _trees.Any(tree => key.Equals(tree, StringComparison.OrdinalIgnoreCase)
            || key.StartsWith(tree + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>The key that was probably meant; null if none is near.</summary>
    public string? Nearest(string key)
    {
        var name = ":" + key[(key.LastIndexOf(':') + 1)..];
        return _keys.FirstOrDefault(known => known.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            ?? _keys.Concat(_lists.Select(list => list + ":0"))
                .Select(known => (known, distance: Distance(known.ToUpperInvariant(), key.ToUpperInvariant())))
                .Where(pair => pair.distance <= MaxWrongLetters)
                .OrderBy(pair => pair.distance)
                .Select(pair => pair.known)
                .FirstOrDefault();
    }

    private bool IsListItem(string key)
    {
        var colon = key.LastIndexOf(':');
        return colon > 0
            && int.TryParse(key.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && _lists.Contains(key[..colon]);
    }

    /// <summary>How many letters must be put in, left out or changed to make one of the other (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                var changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, changed);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
