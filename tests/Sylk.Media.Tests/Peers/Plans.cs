using Sylk.Abstractions.Media;
using Sylk.Media.Plane;

namespace Sylk.Media.Tests.Peers;

/// <summary>Plans as negotiation would make them.</summary>
internal static class Plans
{
    public const int OpusId = 1;
    public const int Vp8Id = 2;
    public const int EventId = 3;

    public static CodecPlan Opus(byte payloadType) => new()
    {
        ReceivePayloadType = payloadType, SendPayloadType = payloadType, Name = "opus", ClockRate = 48000, Channels = 2, PassId = OpusId,
    };

    public static CodecPlan TelephoneEvent(byte payloadType) => new()
    {
        ReceivePayloadType = payloadType, SendPayloadType = payloadType, Name = "telephone-event", ClockRate = 8000, PassId = EventId,
    };

    public static CodecPlan Vp8(byte payloadType) => new()
    {
        ReceivePayloadType = payloadType, SendPayloadType = payloadType, Name = "VP8", ClockRate = 90000, PassId = Vp8Id,
    };

    public static CodecPlan Rtx(byte payloadType) => new()
    {
        ReceivePayloadType = payloadType, SendPayloadType = payloadType, Name = "rtx", ClockRate = 90000, PassId = 99, RtxOf = Vp8Id,
    };

    public static StreamPlan Audio(TransportId transport, params CodecPlan[] codecs) => new()
    {
        Index = 0, Kind = StreamKind.Audio, Transport = transport, Mid = "0", MaySend = true, MayReceive = true, Codecs = codecs,
    };

    public static StreamPlan Video(TransportId transport, params CodecPlan[] codecs) => new()
    {
        Index = 1, Kind = StreamKind.Video, Transport = transport, Mid = "1", MaySend = true, MayReceive = true, Codecs = codecs,
    };

    public static LegPlan WebRtc(MediaSide side, TransportPlan transport, params StreamPlan[] streams) => new()
    {
        Side = side, Kind = MediaLegKind.WebRtc, Transports = [transport], Streams = streams,
    };

    public static LegPlan Rtp(MediaSide side, TransportPlan transport, params StreamPlan[] streams) => new()
    {
        Side = side, Kind = MediaLegKind.Rtp, Transports = [transport], Streams = streams,
    };

    public static TransportPlan For(this FakePhone phone, RtpTransportInfo server) => new()
    {
        Id = server.Id, RemoteRtp = phone.Rtp, RemoteRtcp = phone.Rtcp,
    };
}
