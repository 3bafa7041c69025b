namespace Sylk.Media.Negotiation;

/// <summary>Hands out payload types for an offer. A number once bound to a codec stays with it for the session (RFC 3264
/// section 8.3.2), and within a BUNDLE group for all m-lines (RFC 9143 section 7.1).</summary>
internal sealed class PayloadTypes
{
    private readonly Dictionary<byte, CodecKey> _codecs = [];
    private readonly Dictionary<CodecKey, byte> _numbers = [];

    public void Bind(byte payloadType, CodecKey key)
    {
        if (_codecs.TryAdd(payloadType, key))
        {
            _numbers.TryAdd(key, payloadType);
        }
    }

    /// <summary>The codec's number: the one it has, the preferred one if it is free, else any free one.</summary>
    /// <returns><c>null</c> when none is left.</returns>
    public byte? Take(CodecKey key, byte preferred)
    {
        if (_numbers.TryGetValue(key, out byte known))
        {
            return known;
        }

        byte? number = !_codecs.ContainsKey(preferred) && IsUsable(preferred) ? preferred : FindFree();
        if (number is { } taken)
        {
            Bind(taken, key);
        }

        return number;
    }

    /// <summary>The key under which the retransmissions of a codec have their number.</summary>
    public static CodecKey RtxOf(byte payloadType, int clockRate) => new("RTX", clockRate, 1, payloadType.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>RFC 5761 section 4: with RTCP on the same port 64 to 95 would look like RTCP.</summary>
    private static bool IsUsable(byte payloadType) => payloadType is < 64 or > 95 and < 128;

    private byte? FindFree()
    {
        for (byte number = 96; number < 128; number++)
        {
            if (!_codecs.ContainsKey(number))
            {
                return number;
            }
        }

        for (byte number = 63; number >= 35; number--)
        {
            if (!_codecs.ContainsKey(number))
            {
                return number;
            }
        }

        return null;
    }
}
