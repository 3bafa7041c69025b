using Sylk.Abstractions.Sip;
using Sylk.Server.Plugins;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Sip;

/// <summary>The SIP that one application is lent.</summary>
internal sealed class SipAdapter(UserAgent agent) : IApplicationSip
{
    public Task EndSessionsAsync() => agent.EndSessionsAsync();

    public void Close() => agent.Close();

    public void OnCall(Func<IIncomingCall, CancellationToken, Task> handler) => agent.OnCall(handler);

    public void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler) => agent.OnRequest(method, handler);

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler) => agent.ServeDomain(domain, handler);

    public IOutgoingCall CreateCall(OutgoingCallOptions options) => agent.CreateCall(options);

    public ISipRegistration Register(RegistrationOptions options) => agent.Register(options);

    public Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default) =>
        agent.SendAsync(options, cancellationToken);

    public Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default) =>
        agent.CheckRouteAsync(target, outboundProxy, cancellationToken);
}
