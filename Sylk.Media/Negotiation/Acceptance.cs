using Sylk.Abstractions.Media;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Decides what can be done with an m-line a peer offers or answers.</summary>
internal static class Acceptance
{
    /// <summary>Streams of one session; each takes ports and memory.</summary>
    public const int MaxStreams = 8;

    /// <summary>Why an offered stream cannot be accepted; <c>null</c> if it can.</summary>
    public static string? Refusal(RemoteDescription offer, RemoteMedia media, LegSettings settings)
    {
        if (media.Kind is null)
        {
            return $"{media.MediaType} is not supported";
        }

        if (!media.Codecs.Any(codec => codec.Codec.IsMedia))
        {
            return "it has no codec that can be relayed";
        }

        return media.Index >= MaxStreams ? $"there are more than {MaxStreams} streams"
            : settings.Kind == MediaLegKind.WebRtc ? WebRtcRefusal(offer, media)
            : media.Profile == TransportProfile.Other ? $"{media.Protocol} is not supported"
            : KeyExchangeOf(media, settings.Encryption) is null ? "it has no keys this server can use"
            : AddressRefusal(media, settings);
    }

    /// <summary>How to answer an offered stream of a phone: as it asks, unless encryption is switched off.</summary>
    /// <returns><c>null</c> when it demands keys that cannot be agreed.</returns>
    public static KeyExchange? KeyExchangeOf(RemoteMedia offered, MediaEncryption encryption)
    {
        bool isOff = encryption == MediaEncryption.None;
        bool hasDtls = offered.Fingerprints.Count > 0 && offered.Setup != SetupRole.HoldConn;
        bool hasSdes = offered.Cryptos.Count > 0;
        return offered.Profile switch
        {
            TransportProfile.Plain => hasSdes && !isOff ? KeyExchange.Sdes : KeyExchange.None,
            TransportProfile.Secure when !isOff && hasSdes => KeyExchange.Sdes,
            TransportProfile.Secure or TransportProfile.Dtls when !isOff && hasDtls => KeyExchange.Dtls,
            _ => null,
        };
    }

    /// <summary>Why the address of a phone's stream is not served. A stream on hold in the old manner has none.</summary>
    public static string? AddressRefusal(RemoteMedia media, LegSettings settings)
    {
        if (media.Rtp is null)
        {
            return media.Direction.Receives() ? "its connection address is not an IP address" : null;
        }

        return PeerAddress.Refusal(media.Rtp, settings.AllowLocalPeers) ??
            (media.Rtcp is null ? null : PeerAddress.Refusal(media.Rtcp, settings.AllowLocalPeers));
    }

    private static string? WebRtcRefusal(RemoteDescription offer, RemoteMedia media)
    {
        bool isAlone = offer.Media.Count(other => other.IsEnabled) == 1;
        bool isBundled = offer.Bundle?.Contains(media.Mid) ?? isAlone;
        bool isMidTaken = offer.Media.Any(other => other.Index < media.Index && other.IsEnabled && other.Mid == media.Mid);
        return media.Profile is not (TransportProfile.Dtls or TransportProfile.Secure) ? $"{media.Protocol} is not supported"
            : media.Ice is null ? "it has no ICE credentials"
            : media.Fingerprints.Count == 0 ? "it has no certificate fingerprint"
            : !media.RtcpMux ? "it has no rtcp-mux"
            : !isBundled ? "it is not in the BUNDLE group"
            : isMidTaken ? "its mid is taken"
            : null;
    }
}
