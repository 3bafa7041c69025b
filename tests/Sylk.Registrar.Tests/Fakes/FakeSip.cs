using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Tests.Fakes;

/// <summary>The server's SIP stack as the registrar sees it; its address is 192.0.2.1.</summary>
internal sealed class FakeSip : ISipService, ISipDomain
{
    public const string Host = "192.0.2.1";

    private readonly Channel<FakeClientTransaction> _sent = Channel.CreateUnbounded<FakeClientTransaction>();

    public Dictionary<string, ISipDomainHandler> Domains { get; } = [];

    /// <summary>Flows that have died.</summary>
    public HashSet<SipFlow> DeadFlows { get; } = [];

    /// <summary>Requests sent without transaction.</summary>
    public List<(SipRequest Request, SipDestination Destination)> Forwarded { get; } = [];

    public int SentCount { get; private set; }

    /// <summary>The next request sent.</summary>
    public async Task<FakeClientTransaction> NextSentAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _sent.Reader.ReadAsync(timeout.Token);
    }

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler)
    {
        Domains.Add(domain, handler);
        return this;
    }

    public SipUri RecordRoute(SipPeer peer) => SipUri.Parse(peer.Transport switch
    {
        "UDP" or "LOCAL" => $"sip:{Host}:5060;lr",
        "TLS" => $"sip:{Host}:5061;transport=tls;lr",
        _ => $"sip:{Host}:5060;transport={peer.Transport.ToLowerInvariant()};lr",
    });

    public bool IsOwnAddress(SipUri uri) => uri.Host == Host && uri.Port is null or 5060 or 5061;

    public bool IsAlive(SipFlow flow) => !DeadFlows.Contains(flow);

    public ISipClientTransaction Send(SipRequest request, SipDestination destination)
    {
        request.Headers.AddFirst("Via", $"SIP/2.0/UDP {Host}:5060;branch={ViaHeader.MagicCookie}{Guid.NewGuid():N}");
        var transaction = new FakeClientTransaction(request, destination);
        SentCount++;
        _sent.Writer.TryWrite(transaction);
        return transaction;
    }

    public void Forward(SipRequest request, SipDestination destination) => Forwarded.Add((request, destination));

    public void Dispose()
    {
    }

    public void OnCall(Func<IIncomingCall, CancellationToken, Task> handler) => throw new NotSupportedException();

    public void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler) => throw new NotSupportedException();

    public IOutgoingCall CreateCall(OutgoingCallOptions options) => throw new NotSupportedException();

    public ISipRegistration Register(RegistrationOptions options) => throw new NotSupportedException();

    public Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
