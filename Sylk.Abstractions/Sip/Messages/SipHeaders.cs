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

    private SipHeaders(IEnumerable<SipHeader> items) => _items = [.. items];

    /// <summary>Number of header fields.</summary>
    public int Count => _items.Count;

    /// <summary>The first value of a header, or <c>null</c>. Setting replaces all of them in the place of the first;
    /// setting <c>null</c> removes all.</summary>
    /// <exception cref="ArgumentException">The value contains a line break or NUL.</exception>
    public string? this[string name]
    {
        get
        {
            var long_ = SipHeaderNames.Canonical(name);
            foreach (var header in _items)
            {
                if (Same(header.Name, long_))
                {
                    return header.Value;
                }
            }

            return null;
        }

        set
        {
            var long_ = SipHeaderNames.Canonical(name);
            var index = _items.FindIndex(h => Same(h.Name, long_));
            if (value is null)
            {
                if (index >= 0)
                {
                    _items.RemoveAll(h => Same(h.Name, long_));
                }

                return;
            }

            var header = Checked(long_, value);
            if (index < 0)
            {
                _items.Add(header);
                return;
            }

            _items[index] = header;
            for (var i = _items.Count - 1; i > index; i--)
            {
                if (Same(_items[i].Name, long_))
                {
                    _items.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Whether a header is there.</summary>
    public bool Contains(string name) => this[name] is not null;

    /// <summary>Values of a header, one for each header field.</summary>
    public IEnumerable<string> GetAll(string name)
    {
        var long_ = SipHeaderNames.Canonical(name);
        return _items.Where(h => Same(h.Name, long_)).Select(h => h.Value);
    }

    /// <summary>Values of a comma separated header, one for each list item, over all its fields.</summary>
    public IReadOnlyList<string> GetList(string name)
    {
        var result = new List<string>();
        foreach (var value in GetAll(name))
        {
            result.AddRange(SipText.SplitList(value));
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
        var index = _items.FindIndex(h => Same(h.Name, header.Name));
        _items.Insert(Math.Max(index, 0), header);
    }

    /// <summary>Removes the first list item of a header (the topmost Via or Route).</summary>
    /// <returns>The item, or <c>null</c> if there was none.</returns>
    public string? RemoveFirst(string name)
    {
        var long_ = SipHeaderNames.Canonical(name);
        var index = _items.FindIndex(h => Same(h.Name, long_));
        if (index < 0)
        {
            return null;
        }

        var list = SipText.SplitList(_items[index].Value);
        if (list.Count <= 1)
        {
            _items.RemoveAt(index);
            return list.Count == 0 ? "" : list[0];
        }

        _items[index] = new(_items[index].Name, string.Join(", ", list.Skip(1)));
        return list[0];
    }

    /// <summary>Removes every field of a name.</summary>
    public void Remove(string name) => this[name] = null;

    /// <summary>A copy that can be changed apart.</summary>
    public SipHeaders Clone() => new(_items);

    /// <inheritdoc cref="IEnumerable{T}.GetEnumerator" />
    public List<SipHeader>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<SipHeader> IEnumerable<SipHeader>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private static bool Same(string a, string b) => ReferenceEquals(a, b) || a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static SipHeader Checked(string name, string value)
    {
        if (!SipText.IsToken(name))
        {
            throw new ArgumentException($"'{name}' is not a header name.", nameof(name));
        }

        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"The value of {name} contains a line break.", nameof(value));
        }

        return new(name, value);
    }
}
