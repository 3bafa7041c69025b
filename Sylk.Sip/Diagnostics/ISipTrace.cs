using System.Net;

namespace Sylk.Sip.Diagnostics;

/// <summary>Takes the messages that pass the transports. Members are called on any thread and must not block.</summary>
public interface ISipTrace
{
    /// <summary>Whether a message is wanted.</summary>
    /// <param name="callId">The Call-ID; empty where it could not be read.</param>
    /// <param name="message">The message, with its secrets: not to be kept.</param>
    bool Wants(string callId, ReadOnlySpan<byte> message);

    void Write(in SipTraceRecord record);
}

/// <summary>A message on the wire.</summary>
/// <param name="CallId">The Call-ID; empty where it could not be read.</param>
/// <param name="IsIncoming">Direction.</param>
/// <param name="Transport">UDP, TCP, TLS or LOCAL.</param>
/// <param name="LocalEndPoint">Our side.</param>
/// <param name="RemoteEndPoint">The other side.</param>
/// <param name="Bytes">The message with its secrets masked: credentials, keys in SDP, and bodies other than SDP.</param>
public readonly record struct SipTraceRecord(
    string CallId, bool IsIncoming, string Transport, IPEndPoint LocalEndPoint, IPEndPoint RemoteEndPoint, ReadOnlyMemory<byte> Bytes);
