using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=rtcp-fb:</c> (RFC 4585 section 4.2).</summary>
/// <param name="PayloadType">The payload type, or <c>null</c> for <c>*</c>: all of the m-line.</param>
/// <param name="Feedback">The rest, e.g. <c>nack pli</c>.</param>
public readonly record struct RtcpFeedback(byte? PayloadType, string Feedback)
{
    public static bool TryParse(ReadOnlySpan<char> value, out RtcpFeedback feedback)
    {
        feedback = default;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> payloadType) || fields.Rest.IsEmpty)
        {
            return false;
        }

        if (payloadType is "*")
        {
            feedback = new(null, fields.Rest.TrimEnd().ToString());
            return true;
        }

        if (!FieldReader.TryParsePayloadType(payloadType, out byte number))
        {
            return false;
        }

        feedback = new(number, fields.Rest.TrimEnd().ToString());
        return true;
    }

    public override string ToString() => PayloadType is null
        ? $"* {Feedback}"
        : string.Create(CultureInfo.InvariantCulture, $"{PayloadType} {Feedback}");
}
