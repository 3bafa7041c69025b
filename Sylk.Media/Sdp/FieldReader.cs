using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary>Walks over the space-separated fields of an attribute value without allocating.</summary>
internal ref struct FieldReader(ReadOnlySpan<char> value)
{
    private ReadOnlySpan<char> _rest = value.TrimStart(' ');

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest;

    public bool TryRead(out ReadOnlySpan<char> field)
    {
        int space = _rest.IndexOf(' ');
        field = space < 0 ? _rest : _rest[..space];
        _rest = space < 0 ? [] : _rest[(space + 1)..].TrimStart(' ');
        return !field.IsEmpty;
    }

    public bool TryReadUInt32(out uint number)
    {
        number = 0;
        return TryRead(out ReadOnlySpan<char> field) && TryParse(field, uint.MaxValue, out number);
    }

    /// <summary>Decimal digits only: no sign, no space, no number above <paramref name="max"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, uint max, out uint number) =>
        uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;

    public static bool TryParsePayloadType(ReadOnlySpan<char> digits, out byte payloadType) =>
        byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out payloadType) && payloadType <= 127;
}
