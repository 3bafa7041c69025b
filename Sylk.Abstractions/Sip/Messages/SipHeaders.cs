using System.Collections;

namespace Sylk.Abstractions.Sip;

/// <summary>One header field.</summary>
/// <param name="Name">Long form, in the spelling of its RFC where known.</param>
/// <param name="Value">Without line folds and outer blanks.</param>
public readonly record struct SipHeader(string Name, string Value);

/// <summary>Header fields in order. Names compare without case and compact forms are the same as long ones (RFC 3261
/// section 7.3). Values are checked on entry, so that nothing put in here can break out of its line.</summary>
/// <remarks>Not safe for concurrent change.</remarks>
public sealed class SipHeaders : IEnumerable<SipHeader>
{
    private readonly List<SipHeader> _items;

    /// <summary>Makes an empty list.</summary>
    public SipHeaders() => _items = new(16);

    private SipHeaders(List<SipHeader> items)
    {
        _items = new(items.Count + 4);
        _items.AddRange(items);
    }

    /// <summary>Number of header fields.</summary>
    public int Count => _items.Count;

    /// <summary>The first value of a header, or <c>null</c>. Setting replaces all of them in the place of the first;
    /// setting <c>null</c> removes all.</summary>
    /// <exception cref="ArgumentException">Name or value could break the message.</exception>
    public string? this[string name]
    {
        get => IndexOf(SipHeaderNames.Canonical(name)) is >= 0 and var index ? _items[index].Value : null;

        set
        {
            var canonical = SipHeaderNames.Canonical(name);
            var index = IndexOf(canonical);
            if (value is null)
            {
                RemoveFrom(index, canonical);
                return;
            }

            var header = Checked(canonical, value);
            if (index < 0)
            {
                _items.Add(header);
                return;
            }

            _items[index] = header;
            RemoveFrom(IndexOf(canonical, index + 1), canonical);
        }
    }

    /// <summary>Whether a header is there.</summary>
    public bool Contains(string name) => IndexOf(SipHeaderNames.Canonical(name)) >= 0;

    /// <summary>Values of a header, one for each header field.</summary>
    public IEnumerable<string> GetAll(string name)
    {
        var canonical = SipHeaderNames.Canonical(name);
        return _items.Where(h => Same(h.Name, canonical)).Select(h => h.Value);
    }

    /// <summary>Values of a comma separated header, one for each list item, over all its fields.</summary>
    public IReadOnlyList<string> GetList(string name)
    {
        var result = new List<string>();
        var canonical = SipHeaderNames.Canonical(name);
        foreach (var header in _items)
        {
            if (Same(header.Name, canonical))
            {
                SipText.AddListItems(header.Value, result);
            }
        }

        return result;
    }

    /// <summary>Appends a header field.</summary>
    /// <exception cref="ArgumentException">Name or value could break the message.</exception>
    public void Add(string name, string value) => _items.Add(Checked(SipHeaderNames.Canonical(name), value));

    /// <summary>Puts a header field before all others of its name, or first of all.</summary>
    /// <exception cref="ArgumentException">Name or value could break the message.</exception>
    public void AddFirst(string name, string value)
    {
        var header = Checked(SipHeaderNames.Canonical(name), value);
        _items.Insert(Math.Max(IndexOf(header.Name), 0), header);
    }

    /// <summary>The first list item of a header (the topmost Via or Route), or <c>null</c>.</summary>
    public string? First(string name)
    {
        var index = IndexOf(SipHeaderNames.Canonical(name));
        return index < 0 ? null : SipText.FirstListItem(_items[index].Value, out _);
    }

    /// <summary>Removes the first list item of a header.</summary>
    /// <returns>The item, or <c>null</c> if there was none.</returns>
    public string? RemoveFirst(string name)
    {
        var index = IndexOf(SipHeaderNames.Canonical(name));
        if (index < 0)
        {
            return null;
        }

        var item = SipText.FirstListItem(_items[index].Value, out var rest);
        if (rest.Length == 0)
        {
            _items.RemoveAt(index);
        }
        else
        {
            _items[index] = new(_items[index].Name, rest);
        }

        return item;
    }

    /// <summary>Removes every field of a name.</summary>
    public void Remove(string name) => this[name] = null;

    /// <summary>A copy that can be changed apart.</summary>
    public SipHeaders Clone() => new(_items);

    /// <inheritdoc cref="IEnumerable{T}.GetEnumerator" />
    public List<SipHeader>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<SipHeader> IEnumerable<SipHeader>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>Appends what a parser has taken from one line: the name is canonical and the value free of line breaks.</summary>
    internal void AddParsed(string canonicalName, string value) => _items.Add(new(canonicalName, value));

    /// <summary>Appends all fields of a name as they are, also those with characters that only the wire may bring in.</summary>
    internal void CopyFrom(SipHeaders source, string canonicalName)
    {
        foreach (var header in source._items)
        {
            if (Same(header.Name, canonicalName))
            {
                _items.Add(header);
            }
        }
    }

    private int IndexOf(string canonicalName, int start = 0)
    {
        for (var i = start; i < _items.Count; i++)
        {
            if (Same(_items[i].Name, canonicalName))
            {
                return i;
            }
        }

        return -1;
    }

    private void RemoveFrom(int index, string canonicalName)
    {
        if (index >= 0)
        {
            for (var i = _items.Count - 1; i >= index; i--)
            {
                if (Same(_items[i].Name, canonicalName))
                {
                    _items.RemoveAt(i);
                }
            }
        }
    }

    private static bool Same(string a, string b) => ReferenceEquals(a, b) || a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static SipHeader Checked(string name, string value)
    {
        if (!SipText.IsToken(name))
        {
            throw new ArgumentException($"'{name}' is not a header name.", nameof(name));
        }

        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"The value of {name} contains a line break or NUL.", nameof(value));
        }

        return new(name, value);
    }
}
