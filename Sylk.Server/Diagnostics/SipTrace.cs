using System.Text;
using Sylk.Abstractions;
using Sylk.Sip.Diagnostics;

namespace Sylk.Server.Diagnostics;

/// <summary>The SIP trace: a record for each message, with the Call-ID in its first line, so that one call can be picked out.</summary>
/// <param name="file">Where it is written.</param>
/// <param name="only">If any: only calls in one of whose messages one of these texts stands.</param>
internal sealed class SipTrace(IWireTrace file, IReadOnlyList<string> only) : ISipTrace
{
    private const int MaxCalls = 10_000;
    private readonly byte[][] _only = [.. only.Select(Encoding.UTF8.GetBytes)];
    private readonly HashSet<string> _calls = [];
    private readonly Queue<string> _oldest = new();

    public bool Wants(string callId, ReadOnlySpan<byte> message)
    {
        if (_only.Length == 0)
        {
            return true;
        }

        lock (_calls)
        {
            return _calls.Contains(callId) || (Matches(message) && Remember(callId));
        }
    }

    public void Write(in SipTraceRecord record)
    {
        var (from, to) = record.IsIncoming ? (record.RemoteEndPoint, record.LocalEndPoint) : (record.LocalEndPoint, record.RemoteEndPoint);
        file.Write(record.IsIncoming, $"{record.Transport} {from} -> {to} {record.CallId}", Encoding.UTF8.GetString(record.Bytes.Span));
    }

    private bool Matches(ReadOnlySpan<byte> message)
    {
        foreach (var text in _only)
        {
            if (message.IndexOf(text) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool Remember(string callId)
    {
        if (_calls.Add(callId))
        {
            _oldest.Enqueue(callId);
            if (_oldest.Count > MaxCalls)
            {
                _calls.Remove(_oldest.Dequeue());
            }
        }

        return true;
    }
}
