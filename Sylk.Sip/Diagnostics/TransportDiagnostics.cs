using Sylk.Sip.Transports;

namespace Sylk.Sip.Diagnostics;

/// <summary>Sees every message that passes a transport: counts it and shows it to the trace, if there is one.</summary>
internal sealed class TransportDiagnostics(SipMetrics metrics)
{
    private volatile ISipTrace? _trace;

    public SipMetrics Metrics => metrics;

    public ISipTrace? Trace
    {
        get => _trace;
        set => _trace = value;
    }

    public void OnReceived(Flow flow, ReadOnlySpan<byte> message)
    {
        metrics.Received.Add(1, new KeyValuePair<string, object?>("transport", flow.Transport));
        Show(true, flow, message);
    }

    public void OnSending(Flow flow, ReadOnlySpan<byte> message)
    {
        metrics.Sent.Add(1, new KeyValuePair<string, object?>("transport", flow.Transport));
        Show(false, flow, message);
    }

    private void Show(bool isIncoming, Flow flow, ReadOnlySpan<byte> message)
    {
        if (_trace is { } trace && SipTraceText.CallId(message) is var callId && trace.Wants(callId, message))
        {
            trace.Write(new(callId, isIncoming, flow.Transport, flow.LocalEndPoint, flow.RemoteEndPoint, SipTraceText.Mask(message)));
        }
    }
}
