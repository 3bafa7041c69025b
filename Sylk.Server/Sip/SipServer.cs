using System.Net;
using Microsoft.Extensions.Logging;
using Sylk.Server.Configuration;
using Sylk.Server.Hosting;
using Sylk.Server.Plugins;
using Sylk.Server.Routing;
using Sylk.Sip;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Transports;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Sip;

/// <summary>The SIP stack of the server, shared by its applications.</summary>
internal sealed class SipServer : IAsyncDisposable
{
    private readonly TrustedPeers _trusted;
    private readonly SipStack _stack;
    private readonly UserAgentLayer _agents;
    private readonly ApplicationRouter _router;
    private readonly ILoggerFactory _loggers;

    /// <param name="settings">All settings.</param>
    /// <param name="certificate">File of the certificate for TLS, or <c>null</c>: no TLS.</param>
    /// <param name="loggers">Loggers.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public SipServer(ServerSettings settings, string? certificate, ILoggerFactory loggers, TimeProvider time)
    {
        var sip = settings.Sip;
        _trusted = new(sip.TrustedPeers, Dns.GetHostAddresses, time, loggers.CreateLogger<TrustedPeers>());
        var options = new SipStackOptions
        {
            Listen = [.. sip.Listen.Select(IPAddress.Parse)],
            UdpPort = PortOf(sip.UdpPort),
            TcpPort = PortOf(sip.TcpPort),
            TlsPort = certificate is null ? null : PortOf(sip.TlsPort),
            Tls = new()
            {
                CertificateFile = certificate,
                KeyFile = settings.Tls.Key,
                AuthorityFile = settings.Tls.CaFile,
                VerifyServer = settings.Tls.VerifyServer,
            },
            AdvertisedAddress = sip.AdvertisedIp is null ? null : IPAddress.Parse(sip.AdvertisedIp),
            IsTrusted = _trusted.Contains,
            Timers = new() { SessionInterval = sip.SessionExpires, MinSessionInterval = sip.MinSessionExpires },
        };
        _loggers = loggers;
        _router = new(settings.Applications);
        _stack = new(options, loggers, time);
        _agents = new(_stack.Transactions, _stack.LocalDomains, options.Timers, _router) { Product = Product.Token, OutboundProxy = sip.OutboundProxy };
        _stack.Transactions.User = _agents;
    }

    public IReadOnlyList<SipListener> Listeners => _stack.Listeners;

    public void Start() => _stack.Start();

    /// <summary>Switches the traces; <c>null</c> is off. Any thread.</summary>
    public void Trace(ISipTrace? messages, Action<string>? dns) => (_stack.Trace, _stack.DnsTrace) = (messages, dns);

    /// <summary>From now on refuses with 503 what would begin something new.</summary>
    public void Drain() => _agents.Drain();

    /// <summary>Completes when the loop has taken a turn.</summary>
    public Task PulseAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stack.Loop.Post(turn.SetResult);
        return turn.Task;
    }

    public ISipAgent Lend(HostedApplication application)
    {
        var agent = _agents.CreateAgent(_loggers.CreateLogger(ApplicationLoggerFactory.Category(application.Id)));
        _router.Add(application, agent);
        return agent;
    }

    public ValueTask DisposeAsync()
    {
        _trusted.Dispose();
        return _stack.DisposeAsync();
    }

    private static int? PortOf(int setting) => setting < 0 ? null : setting;
}
