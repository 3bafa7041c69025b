using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>A finished offer/answer exchange with one peer: the session as it stands.</summary>
/// <param name="Local">Our description.</param>
/// <param name="Remote">The peer's.</param>
/// <param name="IsAnswerLocal">Whether ours was the answer.</param>
public sealed record LegExchange(LocalDescription Local, RemoteDescription Remote, bool IsAnswerLocal)
{
    public bool IsEnabled(int index) =>
        index < Local.Media.Count && index < Remote.Media.Count && Local.Media[index].IsEnabled && Remote.Media[index].IsEnabled;

    /// <summary>The codecs both descriptions have: what may flow.</summary>
    public IEnumerable<RemoteCodec> AgreedCodecs(int index) =>
        Remote.Media[index].Codecs.Where(theirs => Local.Media[index].Codecs.Any(own => own.Key == theirs.Key));

    /// <summary>What the peer wants of each stream as the session stands.</summary>
    public IReadOnlyList<StreamTerms> Terms() => [.. Remote.Media.Select(media =>
        StreamTerms.Of(media, IsEnabled(media.Index)) with { Codecs = [.. AgreedCodecs(media.Index)] })];

    /// <summary>ICE credentials of the peer's side of the bundle; <c>null</c> without ICE.</summary>
    public IceCredentials? RemoteIce => IceOf(Remote);

    /// <summary>Whether an offer restarts ICE (RFC 8445 section 9): it has other credentials than those in force.</summary>
    public bool IsIceRestart(RemoteDescription offer) => RemoteIce is { } current && IceOf(offer) is { } offered && current != offered;

    private static IceCredentials? IceOf(RemoteDescription description) => description.Media.FirstOrDefault(media => media.IsEnabled)?.Ice;

    /// <summary>Our DTLS role: <see cref="SetupRole.Active"/> (client) or <see cref="SetupRole.Passive"/>, or
    /// <see cref="SetupRole.Unknown"/> without DTLS.</summary>
    public SetupRole DtlsRole(int index) => (Local.Media[index].Setup, Remote.Media[index].Setup) switch
    {
        (SetupRole.Unknown, _) => SetupRole.Unknown,
        (SetupRole.ActPass, SetupRole.Passive) or (SetupRole.Active, _) => SetupRole.Active,
        _ => SetupRole.Passive,
    };

    /// <summary>The SDES keys agreed on, ours and the peer's; <c>null</c> where there are none.</summary>
    public (CryptoAttribute Local, CryptoAttribute Remote)? Keys(int index)
    {
        foreach (CryptoAttribute local in Local.Media[index].Cryptos)
        {
            foreach (CryptoAttribute remote in Remote.Media[index].Cryptos)
            {
                if (local.Tag == remote.Tag && local.Profile == remote.Profile)
                {
                    return (local, remote);
                }
            }
        }

        return null;
    }
}
