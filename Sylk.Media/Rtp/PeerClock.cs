namespace Sylk.Media.Rtp;

/// <summary>How far a peer's NTP clock is behind ours, as its sender reports tell: one figure for all of its streams, so that
/// sound and picture stay together when their reports are made anew in our time.</summary>
internal sealed class PeerClock
{
    private const long OneSecond = 1L << 32;
    private long _offset;
    private bool _isKnown;

    /// <summary>Notes a report. The one that travelled fastest tells best; a jump of the peer's clock begins anew.</summary>
    public void Add(ulong peer, ulong arrival)
    {
        var offset = (long)(arrival - peer);
        if (!_isKnown || offset - _offset is < 0 or > OneSecond)
        {
            _offset = offset;
            _isKnown = true;
        }
    }

    /// <summary>Our time as the peer reckons.</summary>
    public ulong ToPeer(ulong ours) => ours - (ulong)_offset;
}
