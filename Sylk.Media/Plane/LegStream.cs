using Sylk.Abstractions.Media;

namespace Sylk.Media.Plane;

/// <summary>One m-line of one peer: what comes from it goes to <see cref="Target"/>, and what goes to it is sent here.</summary>
internal sealed class LegStream : IDisposable
{
    private const long KeyFrameRequestInterval = 500 * MediaClock.MicrosecondsPerMillisecond;

    private readonly PlaneSession _session;
    private long _lastKeyFrameRequest = long.MinValue / 2;
    private byte _firSequenceNumber;

    public LegStream(PlaneSession session, MediaSide side, MediaTransport transport, StreamPlan plan)
    {
        _session = session;
        Side = side;
        Transport = transport;
        Plan = plan;
        Receiver = new StreamReceiver(session, this);
        Sender = new StreamSender(session, this);
        SetPlan(plan);
    }

    public MediaSide Side { get; }

    public MediaTransport Transport { get; }

    public StreamPlan Plan { get; private set; }

    public StreamReceiver Receiver { get; }

    public StreamSender Sender { get; }

    /// <summary>How packets of this peer go on: to the same stream of the other leg, to this one in an echo, or nowhere.</summary>
    public StreamRoute? Route { get; private set; }

    public LegStream? Target => Route?.Target;

    public void SetPlan(StreamPlan plan)
    {
        Plan = plan;
        Route = null;
        Receiver.SetPlan();
        Sender.SetPlan();
    }

    public void SetTarget(LegStream? target) => Route = target is null ? null : new StreamRoute(Plan, target);

    /// <summary>Asks the peer for a key frame, unless it was asked just now.</summary>
    public void RequestKeyFrame(long now)
    {
        if (Plan.Kind != StreamKind.Video || !Plan.MayReceive || now - _lastKeyFrameRequest < KeyFrameRequestInterval
            || Transport.Sources.LatestOf(this) is not { } source)
        {
            return;
        }
        _lastKeyFrameRequest = now;
        if (Plan.Feedback.Pli || Plan.Feedback.Fir)
        {
            Transport.Rtcp.SendKeyFrameRequest(this, source.Ssrc, ++_firSequenceNumber);
        }
        else
        {
            _session.Report(new MediaKeyFrameNeeded(Side));
        }
    }

    /// <summary>Once a second.</summary>
    public void Tick(long now)
    {
        Receiver.Tick(now);
        Sender.Tick(now);
    }

    public void Dispose()
    {
        Receiver.Dispose();
        Sender.Dispose();
    }

    public MediaStreamStatistics GetStatistics() => new()
    {
        PacketsLost = Transport.Sources.SourcesOf(this).Where(source => source.RepeatedSource is null).Sum(source => source.Statistics.Lost),
        Jitter = Receiver.JitterOf(Transport.Sources.LatestOf(this)),
        RoundTripTime = Sender.RoundTripTime,
        Side = Side,
        Kind = Plan.Kind == StreamKind.Audio ? "audio" : "video",
        Codec = Receiver.LastCodec,
        PacketsReceived = Receiver.PacketsReceived,
        BytesReceived = Receiver.BytesReceived,
        PacketsSent = Sender.PacketsSent,
        BytesSent = Sender.BytesSent,
        PacketsDiscarded = Receiver.PacketsDiscarded,
    };
}
