namespace Sylk.Media.Negotiation;

/// <summary>A codec in an m-line of ours.</summary>
/// <param name="PayloadType">Number we want to receive it with.</param>
/// <param name="Name">Encoding name.</param>
/// <param name="ClockRate">RTP clock in Hz.</param>
/// <param name="Channels">Audio channels.</param>
/// <param name="Parameters">Value of the fmtp line; empty for none.</param>
/// <param name="Key">Identity within the session.</param>
/// <param name="Feedback">RTCP feedback we take for it.</param>
/// <param name="RtxPayloadType">Number of its retransmissions, if any.</param>
public sealed record LocalCodec(
    byte PayloadType, string Name, int ClockRate, int Channels, string Parameters, CodecKey Key, FeedbackTypes Feedback, byte? RtxPayloadType);
