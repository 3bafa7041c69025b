using System.Collections;

namespace Sylk.Media.Sdp;

/// <summary>The attributes of a section in the order they stand in, with access by name. Names are compared as RFC 8866
/// asks: case counts.</summary>
public sealed class SdpAttributes(IReadOnlyList<SdpAttribute> attributes) : IReadOnlyList<SdpAttribute>
{
    public static SdpAttributes Empty { get; } = new([]);

    public int Count => attributes.Count;

    public SdpAttribute this[int index] => attributes[index];

    public bool Has(string name)
    {
        foreach (SdpAttribute attribute in attributes)
        {
            if (attribute.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Value of the first attribute of that name; <c>null</c> if there is none or it has no value.</summary>
    public string? Value(string name)
    {
        foreach (SdpAttribute attribute in attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>Values of all attributes of that name that have one.</summary>
    public IEnumerable<string> Values(string name)
    {
        foreach (SdpAttribute attribute in attributes)
        {
            if (attribute.Name == name && attribute.Value is not null)
            {
                yield return attribute.Value;
            }
        }
    }

    public IEnumerator<SdpAttribute> GetEnumerator() => attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
