using System.Globalization;
using System.Net;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Prints a description of ours, joined with the addresses of its transports.</summary>
internal sealed class DescriptionWriter(LegSettings settings, LegIdentity identity, LegTransports transports)
{
    public SessionDescription Write(LocalDescription description, long version)
    {
        IPAddress address = AddressOfLeg(description);
        bool isBrowser = settings.Kind == MediaLegKind.WebRtc;
        return new()
        {
            Origin = new("-", identity.SessionId, version.ToString(CultureInfo.InvariantCulture), "IN", SdpConnection.TypeOf(address), address.ToString()),
            Connection = isBrowser ? null : new(address),
            Attributes = isBrowser ? new(SessionAttributes(description)) : SdpAttributes.Empty,
            Media = [.. description.Media.Select(media => WriteMedia(media, address))],
        };
    }

    private IPAddress AddressOfLeg(LocalDescription description)
    {
        if (transports.WebRtc is not null)
        {
            return DefaultCandidate(transports.WebRtc).Address;
        }

        LocalMedia? first = description.Media.FirstOrDefault(media => media.IsEnabled);
        return first is not null ? transports.Rtp[first.Index].Rtp.Address
            : transports.Rtp.Values.FirstOrDefault()?.Rtp.Address ?? IPAddress.Any;
    }

    private static List<SdpAttribute> SessionAttributes(LocalDescription description) =>
    [
        new("group", new MediaGroup("BUNDLE", [.. description.Media.Where(media => media.IsEnabled).Select(media => media.Mid)]).ToString()),
        new("msid-semantic", " WMS *"),
        new("ice-lite"),
        new("ice-options", "trickle"),
    ];

    private MediaDescription WriteMedia(LocalMedia media, IPAddress addressOfLeg)
    {
        bool isBrowser = settings.Kind == MediaLegKind.WebRtc;
        if (!media.IsEnabled)
        {
            return new()
            {
                Media = media.MediaType,
                Port = 0,
                Protocol = media.Protocol,
                Formats = media.RefusedFormats,
                Connection = isBrowser ? new(IPAddress.Any) : null,
                Attributes = isBrowser && media.Mid.Length > 0 ? new([new("mid", media.Mid), new("inactive")]) : SdpAttributes.Empty,
            };
        }

        IPEndPoint endPoint = transports.WebRtc is { } webRtc ? DefaultCandidate(webRtc) : transports.Rtp[media.Index].Rtp;
        return new()
        {
            Media = media.MediaType,
            Port = endPoint.Port,
            Protocol = media.Protocol,
            Formats = [.. FormatsOf(media)],
            Connection = isBrowser || !endPoint.Address.Equals(addressOfLeg) ? new(endPoint.Address) : null,
            Bandwidths = media.Bandwidths,
            Attributes = new(isBrowser ? WebRtcAttributes(media, transports.WebRtc!) : RtpAttributes(media, transports.Rtp[media.Index])),
        };
    }

    /// <summary>The first UDP candidate stands in the m-line, for what reads nothing else (RFC 8839 section 4.2.1.2).</summary>
    private static IPEndPoint DefaultCandidate(WebRtcTransportInfo transport) =>
        transport.Candidates.OrderBy(candidate => candidate.IsTcp).FirstOrDefault()?.EndPoint ?? new(IPAddress.Any, 9);

    private static IEnumerable<string> FormatsOf(LocalMedia media) => media.Codecs.Select(codec => codec.PayloadType)
        .Concat(media.Codecs.Select(codec => codec.RtxPayloadType).OfType<byte>())
        .Select(payloadType => payloadType.ToString(CultureInfo.InvariantCulture));

    private List<SdpAttribute> WebRtcAttributes(LocalMedia media, WebRtcTransportInfo transport)
    {
        List<SdpAttribute> lines =
        [
            new("mid", media.Mid),
            new(media.Direction.AttributeName()),
            new("ice-ufrag", transport.Ice.Ufrag),
            new("ice-pwd", transport.Ice.Password),
            new("fingerprint", FingerprintAttribute.Print(transport.Fingerprint)),
            new("setup", media.Setup.AttributeValue()),
            new("msid", new MsidAttribute(identity.StreamId, media.Identity!.TrackId).ToString()),
        ];
        AddRtcp(lines, media, transport: null);
        foreach (HeaderExtensionPlan extension in media.HeaderExtensions)
        {
            lines.Add(new("extmap", new ExtMap(extension.Id, null, extension.Uri).ToString()));
        }

        AddCodecs(lines, media);
        AddSources(lines, media, media.Identity);
        foreach (LocalCandidate candidate in transport.Candidates)
        {
            lines.Add(new("candidate", Print(candidate)));
        }

        lines.Add(new("end-of-candidates"));
        return lines;
    }

    private static List<SdpAttribute> RtpAttributes(LocalMedia media, RtpTransportInfo transport)
    {
        List<SdpAttribute> lines = [new(media.Direction.AttributeName())];
        AddRtcp(lines, media, transport);
        if (media.Setup != SetupRole.Unknown)
        {
            lines.Add(new("fingerprint", FingerprintAttribute.Print(transport.Fingerprint)));
            lines.Add(new("setup", media.Setup.AttributeValue()));
        }

        foreach (CryptoAttribute crypto in media.Cryptos)
        {
            lines.Add(new("crypto", crypto.ToString()));
        }

        AddCodecs(lines, media);
        return lines;
    }

    private static void AddRtcp(List<SdpAttribute> lines, LocalMedia media, RtpTransportInfo? transport)
    {
        if (transport is not null)
        {
            IPEndPoint rtcp = media.RtcpMux ? transport.Rtp : transport.Rtcp;
            lines.Add(new("rtcp", new RtcpAttribute(rtcp.Port, rtcp.Address.Equals(transport.Rtp.Address) ? null : rtcp.Address).ToString()));
        }

        if (media.RtcpMux)
        {
            lines.Add(new("rtcp-mux"));
        }

        if (media.ReducedSize)
        {
            lines.Add(new("rtcp-rsize"));
        }
    }

    private static void AddCodecs(List<SdpAttribute> lines, LocalMedia media)
    {
        foreach (LocalCodec codec in media.Codecs)
        {
            lines.Add(new("rtpmap", new RtpMap(codec.PayloadType, codec.Name, codec.ClockRate, codec.Channels).ToString()));
            foreach (string feedback in Feedback.Of(codec.Feedback))
            {
                lines.Add(new("rtcp-fb", new RtcpFeedback(codec.PayloadType, feedback).ToString()));
            }

            if (codec.Parameters.Length > 0)
            {
                lines.Add(new("fmtp", new FormatParameters(codec.PayloadType, codec.Parameters).ToString()));
            }
        }

        foreach (LocalCodec codec in media.Codecs)
        {
            if (codec.RtxPayloadType is { } rtx)
            {
                lines.Add(new("rtpmap", new RtpMap(rtx, "rtx", codec.ClockRate, 1).ToString()));
                lines.Add(new("fmtp", new FormatParameters(rtx, string.Create(CultureInfo.InvariantCulture, $"apt={codec.PayloadType}")).ToString()));
            }
        }

        lines.AddRange(media.Attributes);
    }

    /// <summary>In every section, also of a stream that does not send now: clients look for it (RFC 5576, RFC 8830).</summary>
    private void AddSources(List<SdpAttribute> lines, LocalMedia media, StreamIdentity stream)
    {
        bool hasRtx = media.Codecs.Any(codec => codec.RtxPayloadType is not null);
        uint[] ssrcs = hasRtx ? [stream.Ssrc, stream.RtxSsrc] : [stream.Ssrc];
        if (hasRtx)
        {
            lines.Add(new("ssrc-group", new SsrcGroup("FID", ssrcs).ToString()));
        }

        foreach (uint ssrc in ssrcs)
        {
            lines.Add(new("ssrc", new SsrcAttribute(ssrc, $"cname:{identity.Cname}").ToString()));
            lines.Add(new("ssrc", new SsrcAttribute(ssrc, $"msid:{identity.StreamId} {stream.TrackId}").ToString()));
        }
    }

    private static string Print(LocalCandidate candidate) => new IceCandidate(
        candidate.Foundation, 1, candidate.IsTcp ? "tcp" : "udp", candidate.Priority, candidate.EndPoint.Address.ToString(),
        candidate.EndPoint.Port, "host", candidate.IsTcp ? "passive" : "").ToString();
}
