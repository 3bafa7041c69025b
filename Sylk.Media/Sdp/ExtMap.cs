using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=extmap:</c> (RFC 8285 section 8).</summary>
/// <param name="Id">1 to 14 fit into one-byte headers, up to 255 into two-byte headers.</param>
/// <param name="Direction">Direction of the extension; <c>null</c> when nothing is said.</param>
/// <param name="Uri">Name of the extension.</param>
public readonly record struct ExtMap(byte Id, MediaDirection? Direction, string Uri)
{
    public static bool TryParse(ReadOnlySpan<char> value, out ExtMap map)
    {
        map = default;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> id) || !fields.TryRead(out ReadOnlySpan<char> uri))
        {
            return false;
        }

        MediaDirection? direction = null;
        int slash = id.IndexOf('/');
        if (slash >= 0)
        {
            direction = MediaDirections.FromAttributeName(id[(slash + 1)..].ToString());
            if (direction is null)
            {
                return false;
            }

            id = id[..slash];
        }

        if (!FieldReader.TryParse(id, 255, out uint number) || number == 0)
        {
            return false;
        }

        map = new((byte)number, direction, uri.ToString());
        return true;
    }

    public override string ToString() => Direction is { } direction
        ? string.Create(CultureInfo.InvariantCulture, $"{Id}/{direction.AttributeName()} {Uri}")
        : string.Create(CultureInfo.InvariantCulture, $"{Id} {Uri}");
}
