using Sylk.Abstractions.Sip;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Tests.Plugins;

/// <summary>SIP for applications that do not use it.</summary>
internal sealed class NoSip : ISipAgent
{
    public bool ServesDomain => false;

    public Task EndSessionsAsync() => Task.CompletedTask;

    public void Close()
    {
    }

    public void OnCall(Func<IIncomingCall, CancellationToken, Task> handler)
    {
    }

    public void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler)
    {
    }

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler) => throw new NotSupportedException();

    public IOutgoingCall CreateCall(OutgoingCallOptions options) => throw new NotSupportedException();

    public ISipRegistration Register(RegistrationOptions options) => throw new NotSupportedException();

    public Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
