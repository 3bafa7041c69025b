namespace Sylk.Media.Negotiation;

/// <summary>The protocols of m-lines that carry RTP.</summary>
public enum TransportProfile
{
    /// <summary>Not RTP over UDP.</summary>
    Other,

    /// <summary>RTP/AVP or RTP/AVPF: no keys, or optional ones.</summary>
    Plain,

    /// <summary>RTP/SAVP or RTP/SAVPF: keys must be there.</summary>
    Secure,

    /// <summary>UDP/TLS/RTP/SAVP or UDP/TLS/RTP/SAVPF: keys from DTLS (RFC 5764).</summary>
    Dtls,
}
