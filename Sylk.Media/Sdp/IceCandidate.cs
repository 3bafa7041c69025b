using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=candidate:</c> (RFC 8839 section 5.1), also as trickled (RFC 8840). The address may be a name
/// (an mDNS one, as browsers make them); the TCP type (RFC 6544) is empty for UDP.</summary>
public sealed record IceCandidate(
    string Foundation, byte Component, string Transport, uint Priority, string Address, int Port, string Type, string TcpType)
{
    /// <summary>Parses the attribute's value; a leading <c>candidate:</c>, as browsers trickle it, is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, out IceCandidate candidate)
    {
        const string Prefix = "candidate:";
        candidate = null!;
        FieldReader fields = new(value.StartsWith(Prefix, StringComparison.Ordinal) ? value[Prefix.Length..] : value);
        if (!fields.TryRead(out ReadOnlySpan<char> foundation) ||
            !fields.TryReadUInt32(out uint component) || component is 0 or > 255 ||
            !fields.TryRead(out ReadOnlySpan<char> transport) ||
            !fields.TryReadUInt32(out uint priority) ||
            !fields.TryRead(out ReadOnlySpan<char> address) ||
            !fields.TryReadUInt32(out uint port) || port > ushort.MaxValue ||
            !fields.TryRead(out ReadOnlySpan<char> typ) || typ is not "typ" ||
            !fields.TryRead(out ReadOnlySpan<char> type))
        {
            return false;
        }

        string tcpType = "";
        while (fields.TryRead(out ReadOnlySpan<char> name) && fields.TryRead(out ReadOnlySpan<char> extension))
        {
            if (name is "tcptype")
            {
                tcpType = extension.ToString();
            }
        }

        candidate = new(
            foundation.ToString(), (byte)component, transport.ToString(), priority, address.ToString(), (int)port, type.ToString(), tcpType);
        return true;
    }

    public override string ToString()
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{Foundation} {Component} {Transport} {Priority} {Address} {Port} typ {Type}");
        return TcpType.Length == 0 ? text : $"{text} tcptype {TcpType}";
    }
}
