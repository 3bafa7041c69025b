using System.Globalization;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Gathers the codecs of one m-line from its formats, rtpmap, fmtp and rtcp-fb lines.</summary>
internal sealed class CodecReader(MediaDescription media)
{
    private readonly Dictionary<byte, RtpMap> _maps = [];
    private readonly Dictionary<byte, string> _parameters = [];
    private readonly Dictionary<byte, FeedbackTypes> _feedback = [];
    private FeedbackTypes _feedbackOfAll;

    /// <summary>The first description of a payload type counts; a second one contradicts it.</summary>
    public void AddRtpMap(string value)
    {
        if (RtpMap.TryParse(value, out RtpMap map))
        {
            _maps.TryAdd(map.PayloadType, map);
        }
    }

    public void AddParameters(string value)
    {
        if (FormatParameters.TryParse(value, out FormatParameters parameters))
        {
            _parameters.TryAdd(parameters.PayloadType, parameters.Parameters);
        }
    }

    public void AddFeedback(string value)
    {
        if (!RtcpFeedback.TryParse(value, out RtcpFeedback feedback))
        {
            return;
        }

        FeedbackTypes type = Feedback.Parse(feedback.Feedback);
        if (feedback.PayloadType is { } payloadType)
        {
            _feedback[payloadType] = _feedback.GetValueOrDefault(payloadType) | type;
        }
        else
        {
            _feedbackOfAll |= type;
        }
    }

    /// <summary>The codecs in the order of the m-line. Of two that are the same codec the first one stays.</summary>
    public List<RemoteCodec> Read()
    {
        List<(byte PayloadType, Codec Codec)> described = [];
        foreach (string format in media.Formats)
        {
            if (FieldReader.TryParsePayloadType(format, out byte payloadType) && Describe(payloadType) is { } codec &&
                !described.Exists(other => other.PayloadType == payloadType))
            {
                described.Add((payloadType, codec));
            }
        }

        Dictionary<byte, byte> retransmissions = ReadRetransmissions(described);
        List<RemoteCodec> codecs = new(described.Count);
        HashSet<CodecKey> keys = [];
        foreach ((byte payloadType, Codec codec) in described)
        {
            if (IsRelayed(codec) && keys.Add(codec.Key))
            {
                FeedbackTypes feedback = _feedbackOfAll | _feedback.GetValueOrDefault(payloadType);
                byte? rtx = retransmissions.TryGetValue(payloadType, out byte number) ? number : null;
                codecs.Add(new(payloadType, codec, codec.Key, feedback, rtx));
            }
        }

        return codecs;
    }

    private Codec? Describe(byte payloadType)
    {
        string parameters = _parameters.GetValueOrDefault(payloadType, "");
        return _maps.TryGetValue(payloadType, out RtpMap map)
            ? new(map.Name, map.ClockRate, map.Channels, parameters)
            : StaticPayloadTypes.Find(payloadType) is { } known ? new(known.Name, known.ClockRate, known.Channels, parameters) : null;
    }

    /// <summary>Payload type of each codec to that of its retransmissions (RFC 4588 section 8.1: <c>apt</c>).</summary>
    private static Dictionary<byte, byte> ReadRetransmissions(List<(byte PayloadType, Codec Codec)> described)
    {
        Dictionary<byte, byte> retransmissions = [];
        foreach ((byte payloadType, Codec codec) in described)
        {
            if (codec.Key.Name == "RTX" &&
                byte.TryParse(FormatParameters.Get(codec.Parameters, "apt"), NumberStyles.None, CultureInfo.InvariantCulture, out byte associated))
            {
                retransmissions.TryAdd(associated, payloadType);
            }
        }

        return retransmissions;
    }

    /// <summary>Retransmission and redundancy are made on each leg for itself; of comfort noise only the narrow band kind
    /// is known to phones.</summary>
    private static bool IsRelayed(Codec codec) => codec.Key.Name switch
    {
        "RTX" or "RED" or "ULPFEC" or "PARITYFEC" => false,
        "CN" => codec.ClockRate == 8000,
        string name => !name.StartsWith("FLEXFEC", StringComparison.Ordinal),
    };
}
