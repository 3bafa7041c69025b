using Sylk.Abstractions.Media;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Reads the answer to an offer of ours and holds it against the offer (RFC 3264 sections 6 and 7).</summary>
internal sealed class AnswerReader(LegSettings settings, LocalDescription offer)
{
    /// <exception cref="MediaException">It does not parse or does not fit.</exception>
    public RemoteDescription Read(string text)
    {
        RemoteDescription answer = DescriptionReader.Read(text, settings.Kind);
        if (answer.Media.Count != offer.Media.Count)
        {
            throw NotAcceptable($"the answer has {answer.Media.Count} m-lines, the offer {offer.Media.Count}");
        }

        List<RemoteMedia> media = [.. answer.Media.Select(answered => Fit(offer.Media[answered.Index], answered))];
        if (!media.Exists(answered => answered.IsEnabled))
        {
            throw NotAcceptable("the answer refuses every stream");
        }

        return answer with { Media = media };
    }

    private RemoteMedia Fit(LocalMedia offered, RemoteMedia answered)
    {
        if (!string.Equals(offered.MediaType, answered.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw NotAcceptable($"m-line {answered.Index + 1} of the answer is {answered.MediaType}, not {offered.MediaType}");
        }

        if (!answered.IsEnabled)
        {
            return answered;
        }

        if (!offered.IsEnabled)
        {
            throw NotAcceptable($"m-line {answered.Index + 1} was not offered");
        }

        answered = answered with { Codecs = MatchCodecs(offered, answered) };
        string? refusal = answered.Codecs.Any(codec => codec.Codec.IsMedia) ? TransportRefusal(offered, answered) : "it has no codec of the offer";
        return refusal is null ? answered : throw NotAcceptable($"m-line {answered.Index + 1} of the answer: {refusal}");
    }

    private string? TransportRefusal(LocalMedia offered, RemoteMedia answered)
    {
        if (settings.Kind == MediaLegKind.WebRtc)
        {
            return answered.Ice is null ? "it has no ICE credentials"
                : answered.Fingerprints.Count == 0 ? "it has no certificate fingerprint"
                : null;
        }

        bool hasDtls = answered.Fingerprints.Count > 0 && answered.Setup is SetupRole.Active or SetupRole.Passive;
        bool needsKeys = IsSecure(offered.Protocol) || answered.Profile is TransportProfile.Secure or TransportProfile.Dtls;
        bool hasKeys = offered.Setup != SetupRole.Unknown ? hasDtls : KeyOf(offered, answered) is not null;
        return answered.Profile == TransportProfile.Other ? $"{answered.Protocol} is not supported"
            : needsKeys && !hasKeys ? "no keys were agreed on"
            : Acceptance.AddressRefusal(answered, settings);
    }

    private static bool IsSecure(string protocol) => protocol.Contains("RTP/SAVP", StringComparison.Ordinal);

    /// <summary>The offered key the answer chose (RFC 4568 section 5.1.3: same tag, same suite).</summary>
    private static CryptoAttribute? KeyOf(LocalMedia offered, RemoteMedia answered) =>
        offered.Cryptos.FirstOrDefault(own => answered.Cryptos.Any(theirs => theirs.Tag == own.Tag && theirs.Profile == own.Profile));

    /// <summary>Gives each answered codec the identity of the offered one it stands for. A peer that keeps our payload type
    /// means our codec, whatever its parameters say; another number is recognized by its description.</summary>
    private static List<RemoteCodec> MatchCodecs(LocalMedia offered, RemoteMedia answered)
    {
        List<RemoteCodec> codecs = [];
        foreach (RemoteCodec codec in answered.Codecs)
        {
            LocalCodec? match =
                offered.Codecs.FirstOrDefault(own => own.PayloadType == codec.PayloadType && own.Key.HasSameEncoding(codec.Key)) ??
                offered.Codecs.FirstOrDefault(own => own.Key == codec.Key) ??
                offered.Codecs.FirstOrDefault(own => own.Key.HasSameEncoding(codec.Key));
            if (match is not null && !codecs.Exists(other => other.Key == match.Key))
            {
                codecs.Add(codec with { Key = match.Key });
            }
        }

        return codecs;
    }

    private static MediaException NotAcceptable(string reason) => new(MediaError.NotAcceptable, reason);
}
