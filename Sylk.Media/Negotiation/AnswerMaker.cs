using Sylk.Abstractions.Media;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Makes the answer to a peer's offer (RFC 3264 section 6).</summary>
/// <param name="settings">Of the leg the offer came from.</param>
/// <param name="identity">Of our half of that leg.</param>
/// <param name="stable">The session as it stood before the offer.</param>
internal sealed class AnswerMaker(LegSettings settings, LegIdentity identity, LegExchange? stable)
{
    /// <param name="offer">The peer's offer.</param>
    /// <param name="terms">What we want, m-line by m-line; missing ones are refused.</param>
    public LocalDescription Make(RemoteDescription offer, IReadOnlyList<StreamTerms> terms)
    {
        List<LocalMedia> media = [];
        foreach (RemoteMedia offered in offer.Media)
        {
            StreamTerms? wanted = offered.Index < terms.Count ? terms[offered.Index] : null;
            media.Add(MakeStream(offer, offered, wanted) ?? MakeRefused(offered));
        }

        return new(media);
    }

    private LocalMedia? MakeStream(RemoteDescription offer, RemoteMedia offered, StreamTerms? wanted)
    {
        if (!offered.IsEnabled || wanted is not { IsEnabled: true } || Acceptance.Refusal(offer, offered, settings) is not null)
        {
            return null;
        }

        List<LocalCodec> codecs = MakeCodecs(offered, wanted);
        if (!codecs.Exists(codec => codec.Key.Name is not ("TELEPHONE-EVENT" or "CN")))
        {
            return null;
        }

        bool isBrowser = settings.Kind == MediaLegKind.WebRtc;
        StreamIdentity stream = identity.Stream(offered.Index);
        LocalMedia media = new()
        {
            Index = offered.Index,
            MediaType = offered.MediaType,
            Kind = offered.Kind,
            Protocol = offered.Protocol,
            IsEnabled = true,
            Mid = isBrowser ? offered.Mid : "",
            Direction = offered.Direction.Reverse() & wanted.Direction,
            Codecs = codecs,
            RtcpMux = offered.RtcpMux,
            ReducedSize = isBrowser && offered.ReducedSize,
            Identity = isBrowser || settings.RewritesSsrc ? stream : null,
            Attributes = wanted.Attributes,
            Bandwidths = wanted.Bandwidths,
        };
        return isBrowser
            ? media with
            {
                Setup = SetupOf(offered),
                HeaderExtensions =
                    [.. offered.HeaderExtensions.Where(e => e.Id < 15 && (HeaderExtensions.IsOwn(e.Uri) || wanted.HeaderExtensions.Contains(e.Uri)))],
            }
            : SecurePhone(media, offered, stream);
    }

    private LocalMedia SecurePhone(LocalMedia media, RemoteMedia offered, StreamIdentity stream) =>
        Acceptance.KeyExchangeOf(offered, settings.Encryption) switch
        {
            KeyExchange.Dtls => media with { Setup = SetupOf(offered) },
            KeyExchange.Sdes => media with { Cryptos = [stream.Crypto(offered.Cryptos[0].Tag, offered.Cryptos[0].Profile)] },
            _ => media,
        };

    /// <summary>We wait for the ClientHello where we may: a peer behind a NAT can reach us, we cannot reach it. Within a
    /// session the roles stay as they are (RFC 8842 section 5.5).</summary>
    private SetupRole SetupOf(RemoteMedia offered)
    {
        SetupRole current = stable is not null && stable.IsEnabled(offered.Index) ? stable.DtlsRole(offered.Index) : SetupRole.Unknown;
        return offered.Setup switch
        {
            SetupRole.Active => SetupRole.Passive,
            SetupRole.Passive => SetupRole.Active,
            _ => current == SetupRole.Active ? SetupRole.Active : SetupRole.Passive,
        };
    }

    private List<LocalCodec> MakeCodecs(RemoteMedia offered, StreamTerms wanted)
    {
        bool isBrowser = settings.Kind == MediaLegKind.WebRtc;
        FeedbackTypes feedback = Feedback.Known(settings.Kind, offered.Kind);
        List<LocalCodec> codecs = [];
        foreach (RemoteCodec want in wanted.Codecs)
        {
            RemoteCodec? match = offered.Codecs.FirstOrDefault(codec => codec.Key == want.Key);
            if (match is not null)
            {
                Codec codec = match.Codec;

                // The other peer's parameters, unless it answered with another variant of the codec than was offered.
                string parameters = want.Codec.Key == match.Key ? want.Codec.Parameters : codec.Parameters;
                codecs.Add(new(
                    match.PayloadType, codec.Name, codec.ClockRate, codec.Channels, parameters, match.Key,
                    match.Feedback & feedback, isBrowser && feedback.HasFlag(FeedbackTypes.Nack) ? match.RtxPayloadType : null));
            }
        }

        return codecs;
    }

    private static LocalMedia MakeRefused(RemoteMedia offered) => new()
    {
        Index = offered.Index,
        MediaType = offered.MediaType,
        Kind = offered.Kind,
        Protocol = offered.Protocol,
        RefusedFormats = [offered.Formats[0]],
        Mid = offered.Mid,
    };
}
