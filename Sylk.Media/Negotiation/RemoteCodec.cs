namespace Sylk.Media.Negotiation;

/// <summary>A codec in the m-line of a peer.</summary>
/// <param name="PayloadType">Number the peer wants to receive it with.</param>
/// <param name="Codec">As described.</param>
/// <param name="Key">Identity within the session: in an answer that of the offered codec it stands for.</param>
/// <param name="Feedback">RTCP feedback the peer understands for it.</param>
/// <param name="RtxPayloadType">Number of its retransmissions (RFC 4588), if the peer takes them.</param>
public sealed record RemoteCodec(byte PayloadType, Codec Codec, CodecKey Key, FeedbackTypes Feedback, byte? RtxPayloadType);
