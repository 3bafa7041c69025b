using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Draws the conclusions of finished exchanges for the media plane. One instance serves all legs of a session, so
/// that the same codec has the same <see cref="CodecPlan.PassId"/> on each.</summary>
internal sealed class PlanMaker
{
    private readonly Dictionary<CodecKey, int> _passIds = [];
    private int _nextPassId;

    public LegPlan Make(MediaSide side, MediaLegKind kind, LegIdentity identity, LegExchange exchange, LegTransports transports)
    {
        List<StreamPlan> streams = [];
        List<TransportPlan> plans = [];
        for (int i = 0; i < exchange.Local.Media.Count; i++)
        {
            if (exchange.IsEnabled(i))
            {
                streams.Add(MakeStream(identity, exchange, i, transports.IdOf(i)));
                if (kind == MediaLegKind.Rtp || plans.Count == 0)
                {
                    plans.Add(MakeTransport(exchange, i, transports.IdOf(i)));
                }
            }
        }

        return new() { Side = side, Kind = kind, Transports = plans, Streams = streams };
    }

    private static TransportPlan MakeTransport(LegExchange exchange, int index, TransportId id)
    {
        LocalMedia local = exchange.Local.Media[index];
        RemoteMedia remote = exchange.Remote.Media[index];
        SetupRole role = exchange.DtlsRole(index);
        bool isMuxed = local.RtcpMux && remote.RtcpMux;
        return new()
        {
            Id = id,
            RemoteIce = remote.Ice,
            Dtls = role == SetupRole.Unknown ? null : new(role == SetupRole.Active, remote.Fingerprints),
            Sdes = exchange.Keys(index) is { } keys ? new(keys.Local.Profile, keys.Local.KeySalt, keys.Remote.KeySalt) : null,
            RemoteRtp = remote.Rtp,
            RemoteRtcp = isMuxed ? remote.Rtp : remote.Rtcp,
            RtcpMux = isMuxed,
        };
    }

    private StreamPlan MakeStream(LegIdentity identity, LegExchange exchange, int index, TransportId transport)
    {
        LocalMedia local = exchange.Local.Media[index];
        RemoteMedia remote = exchange.Remote.Media[index];
        List<(LocalCodec Local, RemoteCodec Remote)> codecs = [.. JoinCodecs(exchange, index)];
        FeedbackTypes feedback = codecs.Aggregate(FeedbackTypes.None, (all, codec) => all | (codec.Local.Feedback & codec.Remote.Feedback));
        return new()
        {
            Index = index,
            Kind = local.Kind!.Value,
            Transport = transport,
            Mid = local.Mid,
            MaySend = local.Direction.Sends() && remote.Direction.Receives(),
            MayReceive = local.Direction.Receives() && remote.Direction.Sends(),
            Codecs = MakeCodecs(codecs),
            HeaderExtensions = [.. local.HeaderExtensions.Where(extension => remote.HeaderExtensions.Any(other => other.Uri == extension.Uri))],
            Feedback = new()
            {
                Nack = feedback.HasFlag(FeedbackTypes.Nack),
                Pli = feedback.HasFlag(FeedbackTypes.Pli),
                Fir = feedback.HasFlag(FeedbackTypes.Fir),
                TransportCc = feedback.HasFlag(FeedbackTypes.TransportCc),
                Remb = feedback.HasFlag(FeedbackTypes.Remb),
                ReducedSize = local.ReducedSize && remote.ReducedSize,
            },
            LocalSsrc = local.Identity?.Ssrc ?? 0,
            LocalRtxSsrc = codecs.Exists(codec => codec.Local.RtxPayloadType is not null) ? local.Identity?.RtxSsrc ?? 0 : 0,
            Cname = identity.Cname,
            RemoteSsrcs = remote.Ssrcs,
        };
    }

    /// <summary>The codecs of the answer, in its order, with both numbers.</summary>
    private static IEnumerable<(LocalCodec Local, RemoteCodec Remote)> JoinCodecs(LegExchange exchange, int index)
    {
        IReadOnlyList<LocalCodec> local = exchange.Local.Media[index].Codecs;
        IReadOnlyList<RemoteCodec> remote = exchange.Remote.Media[index].Codecs;
        return exchange.IsAnswerLocal
            ? local.Join(remote, own => own.Key, theirs => theirs.Key, (own, theirs) => (own, theirs))
            : remote.Join(local, theirs => theirs.Key, own => own.Key, (theirs, own) => (own, theirs));
    }

    private List<CodecPlan> MakeCodecs(List<(LocalCodec Local, RemoteCodec Remote)> codecs)
    {
        List<CodecPlan> plans = [];
        foreach ((LocalCodec local, RemoteCodec remote) in codecs)
        {
            plans.Add(new()
            {
                ReceivePayloadType = local.PayloadType,
                SendPayloadType = remote.PayloadType,
                Name = local.Name,
                ClockRate = local.ClockRate,
                Channels = local.Channels,
                Fmtp = remote.Codec.Parameters,
                PassId = PassIdOf(local.Key),
            });
        }

        foreach ((LocalCodec local, RemoteCodec remote) in codecs)
        {
            if (local.RtxPayloadType is { } receive && remote.RtxPayloadType is { } send)
            {
                plans.Add(new()
                {
                    ReceivePayloadType = receive,
                    SendPayloadType = send,
                    Name = "rtx",
                    ClockRate = local.ClockRate,
                    PassId = _nextPassId++,
                    RtxOf = PassIdOf(local.Key),
                });
            }
        }

        return plans;
    }

    private int PassIdOf(CodecKey key)
    {
        if (!_passIds.TryGetValue(key, out int passId))
        {
            passId = _nextPassId++;
            _passIds.Add(key, passId);
        }

        return passId;
    }
}
