using System.Net;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;

namespace Sylk.Media.Plane;

/// <summary>The media plane: spreads sessions over the loops and hands each call to the loop of its session.</summary>
public sealed class MediaPlane : IMediaPlane, IDisposable
{
    private readonly DtlsContext _dtls;
    private readonly PlaneLoop[] _loops;
    private long _lastSession;
    private int _lastTransport;

    /// <summary>Binds the ports for browsers and starts the loops.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An address or port cannot be bound.</exception>
    public MediaPlane(MediaPlaneOptions options, TimeProvider time, ILogger<MediaPlane> logger)
    {
        _dtls = new DtlsContext(DtlsCertificate.Create(time));
        var clock = new MediaClock(time);
        _loops = [.. Enumerable.Range(0, options.Loops).Select(index => new PlaneLoop(index, options, _dtls, clock, logger))];
        foreach (var loop in _loops)
        {
            loop.Start();
        }
    }

    /// <summary>Addresses on which browsers are heard over UDP, with the ports that were bound.</summary>
    public IReadOnlyList<IPEndPoint> WebRtcEndPoints => [.. _loops.SelectMany(loop => loop.WebRtcEndPoints)];

    public MediaSessionId OpenSession(string label, Action<MediaEvent> events)
    {
        var id = new MediaSessionId(Interlocked.Increment(ref _lastSession));
        var loop = LoopOf(id);
        loop.Post(() => loop.OpenSession(id, label, events));
        return id;
    }

    public Task<WebRtcTransportInfo> OpenWebRtcTransportAsync(
        MediaSessionId session, MediaSide side, CancellationToken cancellationToken)
    {
        var id = NextTransport();
        var loop = LoopOf(session);
        return loop.InvokeAsync(() => loop.OpenWebRtcTransport(session, side, id), cancellationToken);
    }

    public Task<IceCredentials> RestartIceAsync(MediaSessionId session, TransportId transport, CancellationToken cancellationToken)
    {
        var loop = LoopOf(session);
        return loop.InvokeAsync(() => loop.Find(session).Find<IceTransport>(transport).Restart(), cancellationToken);
    }

    public Task<RtpTransportInfo> OpenRtpTransportAsync(MediaSessionId session, MediaSide side, CancellationToken cancellationToken)
    {
        var id = NextTransport();
        var loop = LoopOf(session);
        return loop.InvokeAsync(() => loop.OpenRtpTransport(session, side, id), cancellationToken);
    }

    public void CloseTransport(MediaSessionId session, TransportId transport) =>
        Post(session, found => found.CloseTransport(transport));

    public void Apply(MediaSessionId session, IReadOnlyList<LegPlan> legs) => Post(session, found => found.Apply(legs));

    public void RequestKeyFrame(MediaSessionId session, MediaSide side) => Post(session, found => found.RequestKeyFrame(side));

    public Task<MediaStatistics> GetStatisticsAsync(MediaSessionId session, CancellationToken cancellationToken)
    {
        var loop = LoopOf(session);
        return loop.InvokeAsync(() => loop.Find(session).GetStatistics(), cancellationToken);
    }

    public Task CloseSessionAsync(MediaSessionId session)
    {
        var loop = LoopOf(session);
        return loop.InvokeAsync(() => loop.CloseSession(session));
    }

    /// <summary>Completes when every loop has taken a turn.</summary>
    public Task PulseAsync() => Task.WhenAll(_loops.Select(loop => loop.InvokeAsync(static () => true)));

    /// <summary>Ends every session and waits for the loops.</summary>
    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
        _dtls.Dispose();
    }

    private PlaneLoop LoopOf(MediaSessionId session) => _loops[session.Value % _loops.Length];

    private TransportId NextTransport() => new(Interlocked.Increment(ref _lastTransport));

    private void Post(MediaSessionId session, Action<PlaneSession> command)
    {
        var loop = LoopOf(session);
        loop.Post(() => loop.TryFind(session, command));
    }
}
