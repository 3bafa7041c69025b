using System.Diagnostics.Metrics;

namespace Sylk.Sip.Diagnostics;

/// <summary>Instruments of the meter <c>Sylk.Sip</c>.</summary>
internal sealed class SipMetrics : IDisposable
{
    private readonly Meter _meter = new("Sylk.Sip");

    public SipMetrics()
    {
        Received = _meter.CreateCounter<long>("sip.messages.received", "{message}", "Messages taken in, by transport.");
        Sent = _meter.CreateCounter<long>("sip.messages.sent", "{message}", "Messages sent, retransmissions included, by transport.");
        Malformed = _meter.CreateCounter<long>("sip.messages.malformed", "{message}", "What was no SIP message, by transport.");
        Dropped = _meter.CreateCounter<long>("sip.messages.dropped", "{message}", "Messages that fit nowhere or came too fast, by reason.");
        Transactions = _meter.CreateUpDownCounter<long>("sip.transactions", "{transaction}", "Transactions that live, by side.");
        Connections = _meter.CreateUpDownCounter<long>("sip.connections", "{connection}", "Connections that are open, by transport.");
        ConnectionsRefused = _meter.CreateCounter<long>("sip.connections.refused", "{connection}", "Connections closed at once, by reason.");
    }

    public Counter<long> Received { get; }

    public Counter<long> Sent { get; }

    public Counter<long> Malformed { get; }

    public Counter<long> Dropped { get; }

    public UpDownCounter<long> Transactions { get; }

    public UpDownCounter<long> Connections { get; }

    public Counter<long> ConnectionsRefused { get; }

    public void Dispose() => _meter.Dispose();
}
