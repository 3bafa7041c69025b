namespace Sylk.Media.Negotiation;

/// <summary>Where the SRTP keys of a stream come from.</summary>
public enum KeyExchange
{
    /// <summary>There are none: RTP.</summary>
    None,

    /// <summary><c>a=crypto</c> (RFC 4568).</summary>
    Sdes,

    /// <summary>DTLS-SRTP (RFC 5764).</summary>
    Dtls,
}
