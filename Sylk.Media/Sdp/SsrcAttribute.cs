using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=ssrc:</c> (RFC 5576 section 4.1): a source-level attribute such as <c>cname:x</c>.</summary>
public readonly record struct SsrcAttribute(uint Ssrc, string Attribute)
{
    public static bool TryParse(ReadOnlySpan<char> value, out SsrcAttribute attribute)
    {
        FieldReader fields = new(value);
        if (fields.TryReadUInt32(out uint ssrc))
        {
            attribute = new(ssrc, fields.Rest.ToString());
            return true;
        }

        attribute = default;
        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ssrc} {Attribute}");
}
