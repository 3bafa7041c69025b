using System.Text;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>Which SSRC of a transport belongs to which stream. SSRCs announced in SDP come first; others are learned by MID
/// (RFC 9143 section 9.2) or by a payload type that only one stream has.</summary>
internal sealed class SourceTable
{
    private const int MaxSources = 24;
    private readonly List<Entry> _entries = [];
    private LegStream[] _streams = [];
    private Entry _last;
    private int _lastOrder;

    /// <summary>Streams of the transport.</summary>
    public ReadOnlySpan<LegStream> Streams => _streams;

    /// <summary>Id of the header extension with the transport-wide sequence number, 0 if no feedback was negotiated.</summary>
    public byte TransportSequenceNumberId { get; private set; }

    /// <summary>How many sources are known.</summary>
    public int Count => _entries.Count;

    public RtpSource this[int index] => _entries[index].Source;

    /// <summary>The source that began last, without those that repeat others.</summary>
    public RtpSource? LatestOf(LegStream stream)
    {
        RtpSource? latest = null;
        foreach (var entry in _entries)
        {
            if (entry.Stream == stream && entry.Source.RepeatedSource is null && !(latest?.Order > entry.Source.Order))
            {
                latest = entry.Source;
            }
        }
        return latest;
    }

    public IEnumerable<RtpSource> SourcesOf(LegStream stream) =>
        _entries.Where(entry => entry.Stream == stream).Select(entry => entry.Source);

    /// <summary>Takes the streams of a new plan; what was learned of streams that remain is kept.</summary>
    public void SetStreams(LegStream[] streams)
    {
        _streams = streams;
        TransportSequenceNumberId = streams.Where(stream => stream.Plan.Feedback.TransportCc)
            .Select(stream => HeaderExtensionMap.FindId(stream.Plan.HeaderExtensions, HeaderExtensionUris.TransportSequenceNumber))
            .FirstOrDefault(id => id != 0);
        _last = default;
        _entries.RemoveAll(entry =>
            !streams.Contains(entry.Stream) || FindAnnounced(entry.Source.Ssrc) is { } announced && announced != entry.Stream);
    }

    /// <summary>Finds or learns the source of a packet; <c>null</c> if it belongs nowhere.</summary>
    public RtpSource? Find(ReadOnlySpan<byte> packet, in RtpHeader header, long now, out LegStream? stream)
    {
        if (_last.Source?.Ssrc != header.Ssrc && !TryFind(header.Ssrc, out _last) && !TryLearn(packet, header, now, out _last))
        {
            _last = default;
        }
        stream = _last.Stream;
        return _last.Source;
    }

    /// <summary>The source with this SSRC, for a report about it.</summary>
    public RtpSource? Find(uint ssrc, out LegStream? stream)
    {
        TryFind(ssrc, out var entry);
        stream = entry.Stream;
        return entry.Source;
    }

    private bool TryFind(uint ssrc, out Entry found)
    {
        foreach (var entry in _entries)
        {
            if (entry.Source.Ssrc == ssrc)
            {
                found = entry;
                return true;
            }
        }
        found = default;
        return false;
    }

    private bool TryLearn(ReadOnlySpan<byte> packet, in RtpHeader header, long now, out Entry learned)
    {
        learned = default;
        var stream = FindAnnounced(header.Ssrc) ?? FindByMid(packet, header) ?? FindByPayloadType(header.PayloadType);
        if (stream is null)
        {
            return false;
        }
        RtpSource? repeated = null;
        if (stream.Receiver.IsRetransmission(header.PayloadType))
        {
            repeated = FindRepeated(stream, header.Ssrc);
            if (repeated is null)
            {
                return false;
            }
        }
        MakeRoom();
        learned = new(new RtpSource(header.Ssrc, ++_lastOrder) { RepeatedSource = repeated, LastArrival = now }, stream);
        _entries.Add(learned);
        return true;
    }

    private void MakeRoom()
    {
        if (_entries.Count == MaxSources)
        {
            _entries.Remove(_entries.MinBy(entry => entry.Source.LastArrival));
        }
    }

    private LegStream? FindAnnounced(uint ssrc)
    {
        foreach (var stream in _streams)
        {
            foreach (var remote in stream.Plan.RemoteSsrcs)
            {
                if (remote.Ssrc == ssrc || remote.Rtx == ssrc)
                {
                    return stream;
                }
            }
        }
        return null;
    }

    private LegStream? FindByMid(ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        if (_streams.Length == 1)
        {
            return _streams[0];
        }
        foreach (var stream in _streams)
        {
            var id = HeaderExtensionMap.FindId(stream.Plan.HeaderExtensions, HeaderExtensionUris.Mid);
            var reader = new HeaderExtensionReader(packet, header);
            if (id != 0 && reader.MoveTo(id) && reader.Value.SequenceEqual(Encoding.UTF8.GetBytes(stream.Plan.Mid)))
            {
                return stream;
            }
        }
        return null;
    }

    private LegStream? FindByPayloadType(byte payloadType)
    {
        LegStream? found = null;
        foreach (var stream in _streams)
        {
            if (stream.Receiver.Knows(payloadType))
            {
                if (found is not null)
                {
                    return null;
                }
                found = stream;
            }
        }
        return found;
    }

    private RtpSource? FindRepeated(LegStream stream, uint rtxSsrc)
    {
        foreach (var remote in stream.Plan.RemoteSsrcs)
        {
            if (remote.Rtx == rtxSsrc)
            {
                TryFind(remote.Ssrc, out var announced);
                return announced.Source;
            }
        }
        return _entries.Where(entry => entry.Stream == stream && entry.Source.RepeatedSource is null)
            .MaxBy(entry => entry.Source.Order).Source;
    }

    private readonly record struct Entry(RtpSource Source, LegStream Stream);
}
