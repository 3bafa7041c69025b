using Sylk.Abstractions.Media;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>One peer of a session, as its plan says.</summary>
internal sealed class Leg(MediaSide side)
{
    private readonly Dictionary<int, LegStream> _streams = [];

    public MediaSide Side => side;

    public LegPlan? Plan { get; private set; }

    public IReadOnlyCollection<LegStream> Streams => _streams.Values;

    /// <summary>The transports of the plan.</summary>
    public IReadOnlyList<MediaTransport> Transports { get; private set; } = [];

    public PeerClock Clock { get; } = new();

    public bool IsEstablished { get; set; }

    public bool HasFailed { get; set; }

    public LegStream? FindStream(int index) => _streams.GetValueOrDefault(index);

    public LegStream? FindOrigin(LegStream target)
    {
        foreach (var stream in _streams.Values)
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
    public void Apply(MediaSession session, LegPlan plan, IReadOnlyDictionary<TransportId, MediaTransport> transports)
    {
        Plan = plan;
        Transports = [.. plan.Transports.Where(transport => transports.ContainsKey(transport.Id))
            .Select(transport => transports[transport.Id])];
        foreach (var gone in _streams.Keys.Except(plan.Streams.Select(stream => stream.Index)).ToList())
        {
            _streams.Remove(gone);
        }
        foreach (var streamPlan in plan.Streams)
        {
            if (!transports.TryGetValue(streamPlan.Transport, out var transport))
            {
                _streams.Remove(streamPlan.Index);
            }
            else if (_streams.TryGetValue(streamPlan.Index, out var stream) && stream.Transport == transport)
            {
                stream.SetPlan(streamPlan);
            }
            else
            {
                _streams[streamPlan.Index] = new LegStream(session, side, transport, streamPlan);
            }
        }
        foreach (var transportPlan in plan.Transports)
        {
            if (transports.TryGetValue(transportPlan.Id, out var transport))
            {
                transport.Sources.SetStreams([.. _streams.Values.Where(stream => stream.Transport == transport)]);
                transport.Apply(transportPlan);
            }
        }
    }
}
