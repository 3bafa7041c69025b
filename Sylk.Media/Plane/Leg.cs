using Sylk.Abstractions.Media;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>One peer of a session, as its plan says.</summary>
internal sealed class Leg(MediaSide side)
{
    private readonly List<LegStream> _streams = [];
    private long _quietSince = long.MaxValue;

    public MediaSide Side => side;

    public LegPlan? Plan { get; private set; }

    public IReadOnlyList<LegStream> Streams => _streams;

    /// <summary>The transports of the plan.</summary>
    public IReadOnlyList<MediaTransport> Transports { get; private set; } = [];

    public PeerClock Clock { get; } = new();

    public bool IsEstablished { get; set; }

    public bool HasFailed { get; set; }

    public LegStream? FindStream(int index) => _streams.Find(stream => stream.Plan.Index == index);

    public LegStream? FindOrigin(LegStream target)
    {
        foreach (var stream in _streams)
        {
            if (stream.Target == target)
            {
                return stream;
            }
        }
        return null;
    }

    /// <summary>Takes a plan; streams that stay on their transport keep what they counted and learned.</summary>
    /// <param name="session">Whose leg it is.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="transports">Every transport of the session.</param>
    public void Apply(PlaneSession session, LegPlan plan, IReadOnlyDictionary<TransportId, MediaTransport> transports)
    {
        Plan = plan;
        Transports = [.. plan.Transports.Where(transport => transports.ContainsKey(transport.Id))
            .Select(transport => transports[transport.Id])];
        foreach (var gone in _streams.Where(stream => !IsKept(stream, plan, transports)).ToList())
        {
            _streams.Remove(gone);
            gone.Dispose();
        }
        foreach (var streamPlan in plan.Streams)
        {
            if (FindStream(streamPlan.Index) is { } stream)
            {
                stream.SetPlan(streamPlan);
            }
            else if (transports.TryGetValue(streamPlan.Transport, out var transport))
            {
                _streams.Add(new LegStream(session, side, transport, streamPlan));
            }
        }
        foreach (var transportPlan in plan.Transports)
        {
            if (transports.TryGetValue(transportPlan.Id, out var transport))
            {
                transport.Sources.SetStreams([.. _streams.Where(stream => stream.Transport == transport)]);
                transport.Apply(transportPlan);
            }
        }
    }

    /// <summary>Once a second.</summary>
    public void Tick(long now)
    {
        foreach (var stream in _streams)
        {
            stream.Tick(now);
        }
    }

    /// <summary>How long nothing has come of a peer that should send, in microseconds. While the call rings or is held, no
    /// time passes; reports count, so that a phone that suppresses silence is not taken for dead.</summary>
    public long Silence(long now)
    {
        if (Plan is not { IsFinal: true } || !_streams.Exists(stream => stream.Plan is { MayReceive: true, MaySend: true }))
        {
            _quietSince = long.MaxValue;
            return 0;
        }
        _quietSince = Math.Min(_quietSince, now);
        foreach (var stream in _streams)
        {
            _quietSince = Math.Max(_quietSince, stream.Transport.LastArrival);
        }
        return now - _quietSince;
    }

    public void Dispose()
    {
        foreach (var stream in _streams)
        {
            stream.Dispose();
        }
    }

    private static bool IsKept(LegStream stream, LegPlan plan, IReadOnlyDictionary<TransportId, MediaTransport> transports) =>
        plan.Streams.Any(other => other.Index == stream.Plan.Index
            && transports.TryGetValue(other.Transport, out var transport) && transport == stream.Transport);
}
