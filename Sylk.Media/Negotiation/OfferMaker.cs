using System.Globalization;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Makes an offer (RFC 3264 section 5, within a session section 8).</summary>
/// <param name="settings">Of the leg the offer goes to.</param>
/// <param name="identity">Of our half of that leg.</param>
/// <param name="stable">The session as it stands; <c>null</c> before the first exchange.</param>
internal sealed class OfferMaker(LegSettings settings, LegIdentity identity, LegExchange? stable)
{
    private readonly PayloadTypes _bundled = new();
    private readonly HashSet<string> _mids = [];
    private readonly Dictionary<string, byte> _extensionIds = [];

    public LocalDescription Make(IReadOnlyList<StreamTerms> terms)
    {
        BindWhatIsInUse();
        List<LocalMedia> media = [];
        int count = Math.Max(terms.Count, stable?.Local.Media.Count ?? 0);
        for (int i = 0; i < count; i++)
        {
            media.Add(i < terms.Count && terms[i].IsEnabled ? MakeStream(terms[i]) : MakeRefused(i, i < terms.Count ? terms[i] : null));
        }

        return new(media);
    }

    private bool IsBrowser => settings.Kind == MediaLegKind.WebRtc;

    private void BindWhatIsInUse()
    {
        foreach (LocalMedia media in stable?.Local.Media ?? [])
        {
            _mids.Add(media.Mid);
            if (media.IsEnabled)
            {
                Bind(_bundled, media);
                foreach (HeaderExtensionPlan extension in media.HeaderExtensions)
                {
                    _extensionIds.TryAdd(extension.Uri, extension.Id);
                }
            }
        }

        foreach (RemoteMedia media in stable?.Remote.Media ?? [])
        {
            if (media.IsEnabled && IsBrowser)
            {
                Bind(_bundled, media);
            }
        }
    }

    private LocalMedia MakeStream(StreamTerms terms)
    {
        LocalMedia? previous = PreviousOf(terms);
        bool isVideo = terms.Kind == StreamKind.Video;
        StreamIdentity stream = identity.Stream(terms.Index);
        LocalMedia media = new()
        {
            Index = terms.Index,
            MediaType = terms.MediaType,
            Kind = terms.Kind,
            Protocol = previous?.Protocol ?? ProtocolOfFirstOffer(),
            IsEnabled = true,
            Mid = previous?.Mid ?? (IsBrowser ? NewMid(terms.Index) : ""),
            Direction = terms.Direction,
            Codecs = MakeCodecs(terms, previous),
            Attributes = terms.Attributes,
            Bandwidths = terms.Bandwidths,
            Identity = IsBrowser || settings.RewritesSsrc ? stream : null,
        };
        return IsBrowser
            ? media with
            {
                RtcpMux = true,
                ReducedSize = true,
                Setup = SetupRole.ActPass,
                HeaderExtensions = MakeExtensions(terms, isVideo),
            }
            : SecurePhone(media, previous, stream);
    }

    /// <summary>The line as it was, if this is still the same stream: RFC 3264 section 8.3 wants address, identity and keys
    /// to stay unless there is a reason.</summary>
    private LocalMedia? PreviousOf(StreamTerms terms) =>
        stable is not null && stable.IsEnabled(terms.Index) && stable.Local.Media[terms.Index] is { } previous && previous.Kind == terms.Kind
            ? previous
            : null;

    private LocalMedia SecurePhone(LocalMedia media, LocalMedia? previous, StreamIdentity stream)
    {
        bool isDtls = previous is null ? settings.Encryption == MediaEncryption.Dtls : previous.Setup != SetupRole.Unknown;
        bool isSdes = previous is null && settings.Encryption is MediaEncryption.Sdes or MediaEncryption.SdesOptional;
        return media with
        {
            Setup = isDtls ? SetupRole.ActPass : SetupRole.Unknown,
            Cryptos = previous is not null ? AgreedCrypto(previous) : isSdes ? OfferedCryptos(stream) : [],

            // RFC 5764 section 4.1: without it RTCP needs an association of its own.
            RtcpMux = isDtls || previous?.RtcpMux == true,
        };
    }

    /// <summary>The key in use, out of those we once offered.</summary>
    private CryptoAttribute[] AgreedCrypto(LocalMedia previous) => stable!.Keys(previous.Index) is { } keys ? [keys.Local] : [];

    private static CryptoAttribute[] OfferedCryptos(StreamIdentity stream) =>
        [stream.Crypto(1, SrtpProfile.AeadAes128Gcm), stream.Crypto(2, SrtpProfile.Aes128CmHmacSha1Tag80)];

    private string ProtocolOfFirstOffer() => IsBrowser ? "UDP/TLS/RTP/SAVPF" : settings.Encryption switch
    {
        MediaEncryption.Sdes => "RTP/SAVP",
        MediaEncryption.Dtls => "UDP/TLS/RTP/SAVP",
        _ => "RTP/AVP",
    };

    /// <summary>An m-line that comes back to life must not have the mid of the one that died there (RFC 8829 section 5.2.2).</summary>
    private string NewMid(int index)
    {
        for (int number = index; ; number++)
        {
            string mid = number.ToString(CultureInfo.InvariantCulture);
            if (_mids.Add(mid))
            {
                return mid;
            }
        }
    }

    private List<LocalCodec> MakeCodecs(StreamTerms terms, LocalMedia? previous)
    {
        PayloadTypes numbers = IsBrowser ? _bundled : NumbersOfLine(previous, terms.Index);
        FeedbackTypes feedback = Feedback.Known(settings.Kind, terms.Kind);
        List<LocalCodec> codecs = [];
        foreach (RemoteCodec offered in terms.Codecs)
        {
            if (numbers.Take(offered.Key, offered.PayloadType) is { } payloadType)
            {
                Codec codec = offered.Codec;
                codecs.Add(new(
                    payloadType, codec.Name, codec.ClockRate, codec.Channels, ParametersOf(codec), offered.Key,
                    codec.IsMedia ? feedback : FeedbackTypes.None, null));
            }
        }

        // After all codecs, so that none of their numbers is taken.
        if (IsBrowser && terms.Kind == StreamKind.Video)
        {
            for (int i = 0; i < codecs.Count; i++)
            {
                LocalCodec codec = codecs[i];
                CodecKey key = PayloadTypes.RtxOf(codec.PayloadType, codec.ClockRate);
                codecs[i] = codec with { RtxPayloadType = numbers.Take(key, (byte)(codec.PayloadType + 1)) };
            }
        }

        return codecs;
    }

    /// <summary>Browsers, and the library that edits their descriptions, want to see the default spelled out.</summary>
    private string ParametersOf(Codec codec) =>
        !IsBrowser || codec.Key.Name != "H264" || !FormatParameters.Get(codec.Parameters, "profile-level-id").IsEmpty ? codec.Parameters
        : codec.Parameters.Length == 0 ? "profile-level-id=42e01f"
        : $"profile-level-id=42e01f;{codec.Parameters}";

    private PayloadTypes NumbersOfLine(LocalMedia? previous, int index)
    {
        PayloadTypes numbers = new();
        if (previous is not null)
        {
            Bind(numbers, previous);
            Bind(numbers, stable!.Remote.Media[index]);
        }

        return numbers;
    }

    private static void Bind(PayloadTypes numbers, LocalMedia media)
    {
        foreach (LocalCodec codec in media.Codecs)
        {
            numbers.Bind(codec.PayloadType, codec.Key);
            if (codec.RtxPayloadType is { } rtx)
            {
                numbers.Bind(rtx, PayloadTypes.RtxOf(codec.PayloadType, codec.ClockRate));
            }
        }
    }

    private static void Bind(PayloadTypes numbers, RemoteMedia media)
    {
        foreach (RemoteCodec codec in media.Codecs)
        {
            numbers.Bind(codec.PayloadType, codec.Key);
            if (codec.RtxPayloadType is { } rtx)
            {
                numbers.Bind(rtx, PayloadTypes.RtxOf(codec.PayloadType, codec.Codec.ClockRate));
            }
        }
    }

    private List<HeaderExtensionPlan> MakeExtensions(StreamTerms terms, bool isVideo)
    {
        List<string> uris = [HeaderExtensions.Mid, HeaderExtensions.AbsoluteSendTime, HeaderExtensions.TransportCc];
        uris.AddRange(terms.HeaderExtensions.Where(uri => uri == (isVideo ? HeaderExtensions.VideoOrientation : HeaderExtensions.AudioLevel)));
        return [.. uris.Select(uri => new HeaderExtensionPlan(ExtensionId(uri), uri))];
    }

    private byte ExtensionId(string uri)
    {
        if (!_extensionIds.TryGetValue(uri, out byte id))
        {
            id = HeaderExtensions.PreferredId(uri);
            while (_extensionIds.ContainsValue(id))
            {
                id = (byte)((id % 14) + 1);
            }

            _extensionIds.Add(uri, id);
        }

        return id;
    }

    private LocalMedia MakeRefused(int index, StreamTerms? terms)
    {
        LocalMedia? previous = stable is not null && index < stable.Local.Media.Count ? stable.Local.Media[index] : null;
        bool isOther = (terms?.Kind ?? previous?.Kind) is null;
        return new()
        {
            Index = index,
            MediaType = terms?.MediaType ?? previous!.MediaType,
            Kind = terms?.Kind ?? previous?.Kind,
            Protocol = isOther ? terms?.Protocol ?? previous!.Protocol : previous?.Protocol ?? ProtocolOfFirstOffer(),
            RefusedFormats = terms is { Formats.Count: > 0 } ? [terms.Formats[0]] : previous?.RefusedFormats ?? ["0"],
            Mid = previous?.Mid ?? (IsBrowser ? NewMid(index) : ""),
        };
    }
}
