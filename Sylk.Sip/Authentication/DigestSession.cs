namespace Sylk.Sip.Authentication;

/// <summary>A challenge and how often its nonce was used.</summary>
internal sealed class DigestSession(DigestChallenge challenge)
{
    public DigestChallenge Challenge => challenge;

    public uint Count { get; set; }
}
