using System.Net;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;

namespace Sylk.Media.Plane;

/// <summary>A loop with its ports and its sessions. But for <see cref="Post"/>, <see cref="InvokeAsync"/> and the two ends of
/// its life, everything runs on the loop.</summary>
internal sealed class PlaneLoop : IDisposable
{
    private readonly MediaPlaneOptions _options;
    private readonly DtlsContext _dtls;
    private readonly ILogger _logger;
    private readonly MediaLoop _loop;
    private readonly IceMultiplexer _multiplexer = new();
    private readonly IcePorts _icePorts;
    private readonly RtpPortRange _rtpPorts;
    private readonly Dictionary<MediaSessionId, PlaneSession> _sessions = [];

    public PlaneLoop(int index, MediaPlaneOptions options, DtlsContext dtls, MediaClock clock, ILogger logger)
    {
        _options = options;
        _dtls = dtls;
        _logger = logger;
        _loop = new MediaLoop($"media {index}", clock, logger);
        _rtpPorts = new RtpPortRange(_loop, options, index, options.Loops);
        _icePorts = new IcePorts(_loop, _multiplexer, options, index);
    }

    public IReadOnlyList<IPEndPoint> WebRtcEndPoints => _icePorts.EndPoints;

    public void Start() => _loop.Start();

    public void Post(Action command) => _loop.Post(command);

    public Task<T> InvokeAsync<T>(Func<T> command, CancellationToken cancellationToken = default) =>
        _loop.InvokeAsync(command, cancellationToken);

    public void OpenSession(MediaSessionId id, string label, Action<MediaEvent> events) =>
        _sessions.Add(id, new PlaneSession(_loop, label, _options.RtpTimeout, events, _logger));

    public PlaneSession Find(MediaSessionId id) =>
        _sessions.GetValueOrDefault(id) ?? throw new InvalidOperationException("The media session is closed.");

    /// <summary>Commands that crossed with the end of their session are dropped.</summary>
    public void TryFind(MediaSessionId id, Action<PlaneSession> command)
    {
        if (_sessions.TryGetValue(id, out var session))
        {
            command(session);
        }
    }

    public WebRtcTransportInfo OpenWebRtcTransport(MediaSessionId session, MediaSide side, TransportId id)
    {
        var owner = Find(session);
        var transport = new IceTransport(owner, side, id, _dtls, _multiplexer, _options);
        owner.Add(transport);
        return new(id, transport.Credentials, _dtls.Certificate.Fingerprint, _icePorts.Candidates);
    }

    public RtpTransportInfo OpenRtpTransport(MediaSessionId session, MediaSide side, TransportId id)
    {
        var owner = Find(session);
        var transport = new RtpTransport(owner, side, id, _dtls, _rtpPorts, _options);
        owner.Add(transport);
        return new(id, Advertise(transport.LocalRtp), Advertise(transport.LocalRtcp), _dtls.Certificate.Fingerprint);
    }

    public bool CloseSession(MediaSessionId id)
    {
        if (!_sessions.Remove(id, out var session))
        {
            return false;
        }
        session.Dispose();
        return true;
    }

    public void Dispose()
    {
        _loop.Post(() =>
        {
            foreach (var id in _sessions.Keys.ToList())
            {
                CloseSession(id);
            }
            _icePorts.Dispose();
        });
        _loop.Dispose();
    }

    private IPEndPoint Advertise(IPEndPoint local) =>
        _options.RtpAdvertisedAddress is { } address ? new(address, local.Port) : local;
}
