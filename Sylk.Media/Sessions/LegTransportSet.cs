using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;

namespace Sylk.Media.Sessions;

/// <summary>The transports of one leg: opened when a description first needs them, closed when their stream is gone.</summary>
internal sealed class LegTransportSet(IMediaPlane plane, MediaSide side, MediaLegKind kind)
{
    private readonly Dictionary<int, RtpTransportInfo> _rtp = [];
    private WebRtcTransportInfo? _webRtc;
    private IceCredentials? _iceBeforeRestart;

    public LegTransports Current => new(_webRtc, _rtp);

    /// <summary>Opens what is missing for the given m-lines.</summary>
    /// <exception cref="MediaException"><see cref="MediaError.NoResources"/>.</exception>
    public async Task OpenAsync(MediaSessionId session, IEnumerable<int> indexes, CancellationToken cancellationToken)
    {
        foreach (int index in indexes)
        {
            if (kind == MediaLegKind.WebRtc)
            {
                _webRtc ??= await plane.OpenWebRtcTransportAsync(session, side, cancellationToken).ConfigureAwait(false);
            }
            else if (!_rtp.ContainsKey(index))
            {
                _rtp.Add(index, await plane.OpenRtpTransportAsync(session, side, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Takes new credentials because the peer did (RFC 8445 section 9). Once for an exchange.</summary>
    public async Task RestartIceAsync(MediaSessionId session, CancellationToken cancellationToken)
    {
        if (_webRtc is not null && _iceBeforeRestart is null)
        {
            IceCredentials restarted = await plane.RestartIceAsync(session, _webRtc.Id, cancellationToken).ConfigureAwait(false);
            _iceBeforeRestart = _webRtc.Ice;
            _webRtc = _webRtc with { Ice = restarted };
        }
    }

    /// <summary>The exchange is over: closes what no stream uses.</summary>
    public void Keep(MediaSessionId session, LegExchange? stable)
    {
        _iceBeforeRestart = null;
        CloseUnused(session, stable);
    }

    /// <summary>The exchange failed: as it was before.</summary>
    public void Restore(MediaSessionId session, LegExchange? stable)
    {
        if (_webRtc is not null && _iceBeforeRestart is not null)
        {
            _webRtc = _webRtc with { Ice = _iceBeforeRestart };
            _iceBeforeRestart = null;
        }

        CloseUnused(session, stable);
    }

    private void CloseUnused(MediaSessionId session, LegExchange? stable)
    {
        if (_webRtc is not null && stable is null)
        {
            plane.CloseTransport(session, _webRtc.Id);
            _webRtc = null;
        }

        foreach ((int index, RtpTransportInfo transport) in _rtp)
        {
            if (stable is null || !stable.IsEnabled(index))
            {
                plane.CloseTransport(session, transport.Id);
                _rtp.Remove(index);
            }
        }
    }
}
