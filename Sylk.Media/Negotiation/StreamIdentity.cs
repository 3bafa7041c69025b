using System.Security.Cryptography;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>What names a stream of ours as long as its m-line lives: SSRCs, track id and SDES keys. They must not change
/// from one description to the next, or the peer would see a new source.</summary>
public sealed class StreamIdentity
{
    private readonly Dictionary<SrtpProfile, byte[]> _keys = [];

    public uint Ssrc { get; } = NewSsrc();

    public uint RtxSsrc { get; } = NewSsrc();

    public string TrackId { get; } = Guid.NewGuid().ToString();

    /// <summary>Our master key and salt for a suite.</summary>
    public CryptoAttribute Crypto(uint tag, SrtpProfile profile)
    {
        if (!_keys.TryGetValue(profile, out byte[]? key))
        {
            key = RandomNumberGenerator.GetBytes(CryptoAttribute.KeySaltLength(profile));
            _keys.Add(profile, key);
        }

        return new(tag, profile, key);
    }

    private static uint NewSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
