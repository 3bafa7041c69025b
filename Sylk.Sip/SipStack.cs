using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Parsing;
using Sylk.Sip.Resolution;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;

namespace Sylk.Sip;

/// <summary>A SIP stack up to the transaction layer: transports, resolution, transactions, and the loop they run on.</summary>
public sealed partial class SipStack : IAsyncDisposable
{
    private readonly SipStackOptions _options;
    private readonly SipMetrics _metrics = new();
    private readonly TransportDiagnostics _diagnostics;
    private readonly DnsClient _dns;
    private readonly SipLoop _loop;
    private readonly TransportLayer _transports;
    private readonly TransactionLayer _transactions;

    /// <summary>Binds all listeners. Nothing is received before <see cref="Start"/>.</summary>
    /// <exception cref="IOException">An address cannot be bound or a certificate cannot be read; the message says which and why.</exception>
    public SipStack(SipStackOptions options, ILoggerFactory loggers, TimeProvider? time = null)
    {
        _options = options;
        time ??= TimeProvider.System;
        var logger = loggers.CreateLogger("sylk.sip");
        _diagnostics = new(_metrics);
        var inbox = new Inbox(this, logger);
        _transports = new(options, new(inbox, options.Limits, _diagnostics, new(), new(options.AdvertisedAddress, time), options.IsTrusted, action => _loop!.Post(action), time, logger));
        _dns = DnsClient.ForSystem(time);
        _loop = new(time, logger);
        _transactions = new(new(_loop, options.Timers, _transports, new SipResolver(_dns), LocalDomains), _metrics, options.MaxServerTransactions);
    }

    /// <summary>The loop that owns everything above the transports.</summary>
    public ISipLoop Loop => _loop;

    /// <summary>Its user is set before <see cref="Start"/>.</summary>
    public ITransactionLayer Transactions => _transactions;

    /// <summary>Domains served here. Requests to them stay inside the process.</summary>
    public LocalDomains LocalDomains { get; } = new();

    internal SipMetrics Metrics => _metrics;

    /// <summary>Where the stack listens, with the actual ports.</summary>
    public IReadOnlyList<SipListener> Listeners => _transports.Listeners;

    /// <summary>Shown the questions to DNS and what came of them; <c>null</c>: no trace. May be changed at any time.</summary>
    public Action<string>? DnsTrace
    {
        get => _dns.Trace;
        set => _dns.Trace = value;
    }

    /// <summary>Shown all messages; <c>null</c>: no trace. May be changed at any time.</summary>
    public ISipTrace? Trace
    {
        get => _diagnostics.Trace;
        set => _diagnostics.Trace = value;
    }

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        Debug.Assert(_transactions.User is not null, "The transaction layer has no user.");
        _transports.Start();
    }

    /// <summary>Closes sockets and connections, and then the loop. Calls are to be ended before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transports.DisposeAsync();
        await _loop.DisposeAsync();
        _metrics.Dispose();
    }

    /// <summary>Brings what the transports receive to the loop. Under a backlog new requests are dropped first: their
    /// senders will repeat them, and what is under way can end.</summary>
    private sealed class Inbox(SipStack stack, ILogger logger) : ITransportReceiver
    {
        private int _waiting;

        public void OnMessage(SipMessage message, Flow flow)
        {
            var limit = message is SipRequest { Method: not "ACK" } ? stack._options.MaxBacklog : 2 * stack._options.MaxBacklog;
            if (Volatile.Read(ref _waiting) >= limit)
            {
                stack._metrics.Dropped.Add(1, new KeyValuePair<string, object?>("reason", "backlog"));
                return;
            }

            Interlocked.Increment(ref _waiting);
            stack._loop.Post(() =>
            {
                Interlocked.Decrement(ref _waiting);
                stack._transactions.OnMessage(message, flow);
            });
        }

        public void OnMalformed(SipParseError error, Flow flow)
        {
            stack._metrics.Malformed.Add(1, new KeyValuePair<string, object?>("transport", flow.Transport));
            LogMalformed(logger, flow.Transport, flow.RemoteEndPoint, error.Reason, error.Offset);
            if (error.Answer is { } answer)
            {
                stack._loop.Post(() => stack._transactions.OnMalformed(answer, flow));
            }
        }
    }

    [LoggerMessage(EventId = 2002, Level = LogLevel.Debug, Message = "Not a SIP message, {Transport} from {RemoteEndPoint}: {Reason} (byte {Offset})")]
    private static partial void LogMalformed(ILogger logger, string transport, System.Net.IPEndPoint remoteEndPoint, string reason, int offset);
}
