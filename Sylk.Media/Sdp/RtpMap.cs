using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary><c>a=rtpmap:</c> (RFC 8866 section 6.6). The encoding parameter is the number of audio channels, 1 when absent.</summary>
public readonly record struct RtpMap(byte PayloadType, string Name, int ClockRate, int Channels)
{
    private const uint MaxClockRate = 100_000_000;
    private const uint MaxChannels = 255;

    public static bool TryParse(ReadOnlySpan<char> value, out RtpMap map)
    {
        map = default;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> payloadType) || !FieldReader.TryParsePayloadType(payloadType, out byte number) ||
            !fields.TryRead(out ReadOnlySpan<char> encoding))
        {
            return false;
        }

        int slash = encoding.IndexOf('/');
        if (slash <= 0)
        {
            return false;
        }

        ReadOnlySpan<char> clock = encoding[(slash + 1)..];
        uint channels = 1;
        int second = clock.IndexOf('/');
        if (second >= 0)
        {
            if (!FieldReader.TryParse(clock[(second + 1)..], MaxChannels, out channels) || channels == 0)
            {
                return false;
            }

            clock = clock[..second];
        }

        if (!FieldReader.TryParse(clock, MaxClockRate, out uint clockRate) || clockRate == 0)
        {
            return false;
        }

        map = new(number, encoding[..slash].ToString(), (int)clockRate, (int)channels);
        return true;
    }

    public override string ToString() => Channels == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{PayloadType} {Name}/{ClockRate}")
        : string.Create(CultureInfo.InvariantCulture, $"{PayloadType} {Name}/{ClockRate}/{Channels}");
}
