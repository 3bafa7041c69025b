using System.Globalization;
using System.Text;

namespace Sylk.Media.Sdp;

/// <summary>Prints a description in the order of lines RFC 8866 section 9 asks for.</summary>
internal static class SdpPrinter
{
    /// <summary>Types that stand between <c>s=</c> or <c>m=</c> and <c>c=</c>.</summary>
    private const string BeforeConnection = "iuep";

    public static string Print(SessionDescription session)
    {
        StringBuilder text = new(2048);
        Line(text, 'v', "0");
        Line(text, 'o', session.Origin.ToString());
        Line(text, 's', session.Name);
        Body(text, session.OtherLines, session.Connection, session.Bandwidths, session.Timings, session.Attributes);
        foreach (MediaDescription media in session.Media)
        {
            text.Append("m=").Append(media.Media).Append(' ').Append(CultureInfo.InvariantCulture, $"{media.Port}");
            if (media.PortCount != 1)
            {
                text.Append('/').Append(CultureInfo.InvariantCulture, $"{media.PortCount}");
            }

            text.Append(' ').Append(media.Protocol).Append(' ').AppendJoin(' ', media.Formats).Append("\r\n");
            Body(text, media.OtherLines, media.Connection, media.Bandwidths, [], media.Attributes);
        }

        return text.ToString();
    }

    private static void Body(
        StringBuilder text,
        IReadOnlyList<SdpLine> others,
        SdpConnection? connection,
        IReadOnlyList<SdpBandwidth> bandwidths,
        IReadOnlyList<string> timings,
        SdpAttributes attributes)
    {
        Others(text, others, beforeConnection: true);
        if (connection is not null)
        {
            Line(text, 'c', connection.ToString());
        }

        foreach (SdpBandwidth bandwidth in bandwidths)
        {
            Line(text, 'b', bandwidth.ToString());
        }

        foreach (string timing in timings)
        {
            Line(text, 't', timing);
        }

        Others(text, others, beforeConnection: false);
        foreach (SdpAttribute attribute in attributes)
        {
            text.Append("a=").Append(attribute.Name);
            if (attribute.Value is not null)
            {
                text.Append(':').Append(attribute.Value);
            }

            text.Append("\r\n");
        }
    }

    private static void Others(StringBuilder text, IReadOnlyList<SdpLine> lines, bool beforeConnection)
    {
        foreach (SdpLine line in lines)
        {
            if (BeforeConnection.Contains(line.Type, StringComparison.Ordinal) == beforeConnection)
            {
                Line(text, line.Type, line.Value);
            }
        }
    }

    private static void Line(StringBuilder text, char type, string value) => text.Append(type).Append('=').Append(value).Append("\r\n");
}
