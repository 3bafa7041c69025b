using System.Collections;
using System.Text;

namespace Sylk.Abstractions.Sip;

/// <summary>Parameters of a URI or header value (<c>;name=value</c>), in order; names compare without case.
/// Immutable: the <c>With…</c> members return a changed copy.</summary>
public sealed class SipParameters : IEnumerable<KeyValuePair<string, string?>>
{
    /// <summary>No parameters.</summary>
    public static readonly SipParameters Empty = new([]);

    private readonly KeyValuePair<string, string?>[] _items;

    private SipParameters(KeyValuePair<string, string?>[] items) => _items = items;

    /// <summary>Number of parameters.</summary>
    public int Count => _items.Length;

    /// <summary>The value of a parameter: <c>null</c> if it is absent, the empty text if it has no value.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _items)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value ?? "";
                }
            }

            return null;
        }
    }

    /// <summary>Whether the parameter is there, with or without a value.</summary>
    public bool Contains(string name) => this[name] is not null;

    /// <summary>A copy with the parameter set (replaced in place or appended). A <c>null</c> value makes a bare parameter.</summary>
    /// <exception cref="ArgumentException">Name or value could be taken for a separator; a value with such characters must
    /// be quoted or escaped by the caller.</exception>
    public SipParameters With(string name, string? value = null)
    {
        Check(name, value);
        var index = Array.FindIndex(_items, p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        var items = new KeyValuePair<string, string?>[index < 0 ? _items.Length + 1 : _items.Length];
        _items.CopyTo(items, 0);
        items[index < 0 ? _items.Length : index] = new(name, value);
        return new(items);
    }

    /// <summary>A copy without the parameter.</summary>
    public SipParameters Without(string name) =>
        Contains(name) ? new([.. _items.Where(p => !p.Key.Equals(name, StringComparison.OrdinalIgnoreCase))]) : this;

    /// <summary>Makes parameters from pairs, in order.</summary>
    /// <exception cref="ArgumentException">As for <see cref="With"/>.</exception>
    public static SipParameters From(IEnumerable<KeyValuePair<string, string?>> items)
    {
        var array = items.ToArray();
        Array.ForEach(array, p => Check(p.Key, p.Value));
        return array.Length == 0 ? Empty : new(array);
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string?>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The wire form, with a leading semicolon before each.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder();
        AppendTo(builder);
        return builder.ToString();
    }

    internal void AppendTo(StringBuilder builder)
    {
        foreach (var (key, value) in _items)
        {
            builder.Append(';').Append(key);
            if (value is not null)
            {
                builder.Append('=').Append(value);
            }
        }
    }

    private static void Check(string name, string? value)
    {
        if (!SipText.IsParameterName(name) || !SipText.IsParameterValue(value))
        {
            throw new ArgumentException($"'{name}={value}' is not a parameter.", nameof(value));
        }
    }

    /// <summary>Parses <c>;a=b;c</c>, quoted values and blanks around separators included.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out SipParameters parameters)
    {
        parameters = Empty;
        List<KeyValuePair<string, string?>>? items = null;
        var rest = text.Trim();
        while (!rest.IsEmpty)
        {
            if (rest[0] != ';')
            {
                return false;
            }

            rest = rest[1..].TrimStart();
            var end = SipText.IndexOfOutsideQuotes(rest, ';');
            var item = (end < 0 ? rest : rest[..end]).TrimEnd();
            rest = end < 0 ? [] : rest[end..];
            var equals = item.IndexOf('=');
            var name = (equals < 0 ? item : item[..equals]).Trim();
            var value = equals < 0 ? [] : item[(equals + 1)..].Trim();
            if (!SipText.IsParameterName(name) || !SipText.IsParameterValue(value))
            {
                return false;
            }

            (items ??= []).Add(new(name.ToString(), equals < 0 ? null : value.ToString()));
        }

        parameters = items is null ? Empty : new([.. items]);
        return true;
    }
}
