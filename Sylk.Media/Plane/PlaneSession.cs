using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Media;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>The packets of one call, or of one echo. Lives on its loop.</summary>
internal sealed partial class PlaneSession : IDisposable
{
    private readonly ILogger _logger;
    private readonly string _label;
    private readonly Action<MediaEvent> _events;
    private readonly Dictionary<TransportId, MediaTransport> _transports = [];
    private readonly TimeSpan _rtpTimeout;
    private readonly Leg _a = new(MediaSide.A);
    private readonly Leg _b = new(MediaSide.B);
    private readonly WheelTimer _tick;

    public PlaneSession(MediaLoop loop, string label, TimeSpan rtpTimeout, Action<MediaEvent> events, ILogger logger)
    {
        _rtpTimeout = rtpTimeout;
        Loop = loop;
        _label = label;
        _events = events;
        _logger = logger;
        _tick = new WheelTimer(OnTick);
        loop.Timers.Schedule(_tick, loop.Now + MediaClock.MicrosecondsPerSecond);
    }

    public MediaLoop Loop { get; }

    /// <summary>Now, as the abs-send-time header extension has it: seconds as a 6.18 fixed point number.</summary>
    public uint AbsoluteSendTime => (uint)(Loop.Clock.ToNtp(Loop.Now) >> 14) & 0xFF_FFFF;

    public void Add(MediaTransport transport) => _transports.Add(transport.Id, transport);

    public T Find<T>(TransportId id) where T : MediaTransport =>
        _transports.GetValueOrDefault(id) as T ?? throw new InvalidOperationException($"Session {_label} has no such transport.");

    public void CloseTransport(TransportId id)
    {
        if (_transports.Remove(id, out var transport))
        {
            transport.Dispose();
        }
    }

    /// <summary>Makes plans current. A side without a plan neither sends nor receives.</summary>
    public void Apply(IReadOnlyList<LegPlan> plans)
    {
        foreach (var plan in plans)
        {
            LegOf(plan.Side).Apply(this, plan, _transports);
        }
        var isEcho = plans.Count == 1;
        foreach (var plan in plans)
        {
            var leg = LegOf(plan.Side);
            var other = isEcho ? leg : leg == _a ? _b : _a;
            foreach (var stream in leg.Streams)
            {
                stream.SetTarget(other.FindStream(stream.Plan.Index));
            }
        }
        Settle(_a);
        Settle(_b);
    }

    /// <summary>A transport got its keys.</summary>
    public void OnTransportReady(MediaTransport transport) => Settle(LegOf(transport.Side));

    public void Fail(MediaSide side, MediaFailure failure, string detail)
    {
        var leg = LegOf(side);
        if (!leg.HasFailed)
        {
            leg.HasFailed = true;
            LogFailed(_label, side, failure, detail);
            _events(new MediaFailed(side, failure, detail));
        }
    }

    public void RequestKeyFrame(MediaSide side)
    {
        foreach (var stream in LegOf(side).Streams)
        {
            stream.RequestKeyFrame(Loop.Now);
        }
    }

    /// <summary>The stream that feeds another one.</summary>
    public LegStream? FindOrigin(LegStream target) => _a.FindOrigin(target) ?? _b.FindOrigin(target);

    public PeerClock ClockOf(MediaSide side) => LegOf(side).Clock;

    public void Report(MediaEvent happened) => _events(happened);

    public MediaStatistics GetStatistics() => new([.. _a.Streams.Concat(_b.Streams).Select(stream => stream.GetStatistics())]);

    public void Dispose()
    {
        Loop.Timers.Cancel(_tick);
        foreach (var transport in _transports.Values)
        {
            transport.Dispose();
        }
        _transports.Clear();
        _a.Dispose();
        _b.Dispose();
    }

    private Leg LegOf(MediaSide side) => side == MediaSide.A ? _a : _b;

    private void Settle(Leg leg)
    {
        if (leg.Plan is not null && !leg.IsEstablished && !leg.HasFailed && leg.Transports.All(transport => transport.IsEstablished))
        {
            leg.IsEstablished = true;
            LogEstablished(_label, leg.Side);
            _events(new MediaEstablished(leg.Side));

            // What the other peer has sent before was not seen here.
            foreach (var stream in leg.Streams)
            {
                FindOrigin(stream)?.RequestKeyFrame(Loop.Now);
            }
        }
    }

    private void OnTick(long now)
    {
        foreach (var (_, transport) in _transports)
        {
            transport.Tick(now);
        }
        Tick(_a, now);
        Tick(_b, now);
        Loop.Timers.Schedule(_tick, now + MediaClock.MicrosecondsPerSecond);
    }

    private void Tick(Leg leg, long now)
    {
        leg.Tick(now);
        if (leg.Plan?.Kind == MediaLegKind.Rtp && _rtpTimeout > TimeSpan.Zero && leg.Silence(now) > _rtpTimeout.TotalMicroseconds)
        {
            Fail(leg.Side, MediaFailure.RtpTimeout, $"nothing was received for {_rtpTimeout.TotalSeconds} s");
        }
    }

    [LoggerMessage(3010, LogLevel.Debug, "Media of {Session} side {Side} is established")]
    private partial void LogEstablished(string session, MediaSide side);

    [LoggerMessage(3011, LogLevel.Information, "Media of {Session} side {Side} failed: {Failure}, {Detail}")]
    private partial void LogFailed(string session, MediaSide side, MediaFailure failure, string detail);
}
