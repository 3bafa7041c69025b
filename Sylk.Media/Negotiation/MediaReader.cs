using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Reads one m-line: a single walk over its attributes, then the conclusions.</summary>
internal sealed class MediaReader(
    MediaDescription media, int index, MediaLegKind legKind, SdpConnection? sessionConnection, IReadOnlyList<SdpAttribute> inherited)
{
    /// <summary>A stream has one source, with simulcast three; more is nonsense or an attack.</summary>
    private const int MaxSsrcs = 16;

    private const int MaxCryptos = 16;

    private const int MaxFingerprints = 8;

    private const int MaxExtensions = 32;

    private readonly CodecReader _codecs = new(media);
    private readonly List<HeaderExtensionPlan> _extensions = [];
    private readonly List<CertificateFingerprint> _fingerprints = [];
    private readonly List<CryptoAttribute> _cryptos = [];
    private readonly List<SdpAttribute> _passing = [];
    private readonly List<uint> _ssrcs = [];
    private readonly Dictionary<uint, uint> _rtxSsrcs = [];
    private MediaDirection? _direction;
    private SetupRole _setup;
    private RtcpAttribute? _rtcp;
    private string _mid = "";
    private string? _ufrag;
    private string? _password;
    private bool _rtcpMux;
    private bool _reducedSize;
    private bool _bundleOnly;

    public RemoteMedia Read()
    {
        foreach (SdpAttribute attribute in media.Attributes)
        {
            ReadAttribute(attribute);
        }

        InheritFromSession();
        StreamKind? kind = media.Media switch { "audio" => StreamKind.Audio, "video" => StreamKind.Video, _ => null };
        bool isEnabled = media.Port != 0 || (_bundleOnly && legKind == MediaLegKind.WebRtc);
        (IPEndPoint? rtp, IPEndPoint? rtcp, bool isOldHold) = ReadAddresses();
        MediaDirection direction = _direction ?? MediaDirection.SendReceive;
        return new()
        {
            Index = index,
            MediaType = media.Media,
            Kind = kind,
            Protocol = media.Protocol,
            Profile = ProfileOf(media.Protocol),
            Formats = media.Formats,
            IsEnabled = isEnabled,
            Mid = _mid,
            Direction = isOldHold ? direction & ~MediaDirection.ReceiveOnly : direction,
            Codecs = kind is null ? [] : _codecs.Read(),
            HeaderExtensions = _extensions,
            Ssrcs = ReadSsrcs(),
            RtcpMux = _rtcpMux,
            ReducedSize = _reducedSize,
            Ice = IsIceString(_ufrag, 4) && IsIceString(_password, 22) ? new(_ufrag!, _password!) : null,
            Fingerprints = _fingerprints,
            Setup = _setup,
            Cryptos = _cryptos,
            Rtp = rtp,
            Rtcp = rtcp,
            PassingAttributes = _passing,
            Bandwidths = [.. media.Bandwidths.Where(b => b.Type is "AS" or "TIAS" && b.Value > 0)],
        };
    }

    private void ReadAttribute(SdpAttribute attribute)
    {
        string value = attribute.Value ?? "";
        switch (attribute.Name)
        {
            case "rtpmap":
                _codecs.AddRtpMap(value);
                break;
            case "fmtp":
                _codecs.AddParameters(value);
                break;
            case "rtcp-fb":
                _codecs.AddFeedback(value);
                break;
            case "extmap":
                AddExtension(value);
                break;
            case "ssrc" when SsrcAttribute.TryParse(value, out SsrcAttribute ssrc):
                AddSsrc(ssrc.Ssrc);
                break;
            case "ssrc-group" when SsrcGroup.TryParse(value, out SsrcGroup group) && group is { Semantics: "FID", Ssrcs.Count: 2 }:
                _rtxSsrcs.TryAdd(group.Ssrcs[0], group.Ssrcs[1]);
                break;
            case "crypto" when _cryptos.Count < MaxCryptos && CryptoAttribute.TryParse(value, out CryptoAttribute crypto):
                _cryptos.Add(crypto);
                break;
            case "fingerprint":
                AddFingerprint(value);
                break;
            case "setup":
                _setup = SetupRoles.Parse(value);
                break;
            case "ice-ufrag":
                _ufrag = value.Trim();
                break;
            case "ice-pwd":
                _password = value.Trim();
                break;
            case "mid":
                _mid = value.Trim();
                break;
            case "rtcp" when RtcpAttribute.TryParse(value, out RtcpAttribute rtcp):
                _rtcp = rtcp;
                break;
            case "rtcp-mux":
                _rtcpMux = true;
                break;
            case "rtcp-rsize":
                _reducedSize = true;
                break;
            case "bundle-only":
                _bundleOnly = true;
                break;
            case "ptime" or "maxptime" when FieldReader.TryParse(value.Trim(), 1000, out uint milliseconds) && milliseconds > 0:
            case "content" or "label" when value.Length is > 0 and <= 64:
                _passing.Add(attribute);
                break;
            default:
                _direction = (attribute.Value is null ? MediaDirections.FromAttributeName(attribute.Name) : null) ?? _direction;
                break;
        }
    }

    /// <summary>Attributes of the session part count for each m-line that does not say otherwise.</summary>
    private void InheritFromSession()
    {
        bool ownFingerprints = _fingerprints.Count > 0;
        foreach (SdpAttribute attribute in inherited)
        {
            string value = attribute.Value ?? "";
            switch (attribute.Name)
            {
                case "ice-ufrag":
                    _ufrag ??= value.Trim();
                    break;
                case "ice-pwd":
                    _password ??= value.Trim();
                    break;
                case "fingerprint" when !ownFingerprints:
                    AddFingerprint(value);
                    break;
                case "setup" when _setup == SetupRole.Unknown:
                    _setup = SetupRoles.Parse(value);
                    break;
                case "extmap":
                    AddExtension(value);
                    break;
                default:
                    _direction ??= attribute.Value is null ? MediaDirections.FromAttributeName(attribute.Name) : null;
                    break;
            }
        }
    }

    private void AddExtension(string value)
    {
        if (_extensions.Count < MaxExtensions && ExtMap.TryParse(value, out ExtMap map) && !_extensions.Exists(known => known.Id == map.Id || known.Uri == map.Uri))
        {
            _extensions.Add(new(map.Id, map.Uri));
        }
    }

    private void AddFingerprint(string value)
    {
        if (_fingerprints.Count < MaxFingerprints && FingerprintAttribute.TryParse(value, out CertificateFingerprint fingerprint))
        {
            _fingerprints.Add(fingerprint);
        }
    }

    private void AddSsrc(uint ssrc)
    {
        if (ssrc != 0 && _ssrcs.Count < MaxSsrcs && !_ssrcs.Contains(ssrc))
        {
            _ssrcs.Add(ssrc);
        }
    }

    private List<RemoteSsrc> ReadSsrcs()
    {
        HashSet<uint> retransmissions = [.. _rtxSsrcs.Values];
        List<RemoteSsrc> sources = [];
        foreach (uint ssrc in _ssrcs)
        {
            if (!retransmissions.Contains(ssrc))
            {
                sources.Add(new(ssrc, _rtxSsrcs.GetValueOrDefault(ssrc)));
            }
        }

        return sources;
    }

    private (IPEndPoint? Rtp, IPEndPoint? Rtcp, bool IsOldHold) ReadAddresses()
    {
        IPAddress? address = (media.Connection ?? sessionConnection)?.IPAddress;
        if (legKind == MediaLegKind.WebRtc || address is null || media.Port == 0)
        {
            return (null, null, false);
        }

        if (address.Equals(address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any))
        {
            return (null, null, true);
        }

        IPEndPoint rtp = new(address, media.Port);
        IPEndPoint? rtcp = _rtcpMux ? rtp
            : _rtcp is { } said ? (said.Port == 0 ? null : new(said.Address ?? address, said.Port))
            : media.Port == ushort.MaxValue ? null
            : new(address, media.Port + 1);
        return (rtp, rtcp, false);
    }

    private static TransportProfile ProfileOf(string protocol) => protocol switch
    {
        "RTP/AVP" or "RTP/AVPF" => TransportProfile.Plain,
        "RTP/SAVP" or "RTP/SAVPF" => TransportProfile.Secure,
        "UDP/TLS/RTP/SAVP" or "UDP/TLS/RTP/SAVPF" => TransportProfile.Dtls,
        _ => TransportProfile.Other,
    };

    /// <summary>RFC 8839 section 5.4: 4 to 256 characters for the fragment, 22 to 256 for the password.</summary>
    private static bool IsIceString(string? value, int minLength)
    {
        if (value is null || value.Length < minLength || value.Length > 256)
        {
            return false;
        }

        foreach (char c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/'))
            {
                return false;
            }
        }

        return true;
    }
}
