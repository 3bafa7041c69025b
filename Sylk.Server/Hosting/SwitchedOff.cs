using Sylk.Abstractions.Sip;
using Sylk.Server.Plugins;

namespace Sylk.Server.Hosting;

internal sealed class SwitchedOffSip : IApplicationSip
{
    private static InvalidOperationException Off => new("SIP is switched off.");

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

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler) => throw Off;

    public IOutgoingCall CreateCall(OutgoingCallOptions options) => throw Off;

    public ISipRegistration Register(RegistrationOptions options) => throw Off;

    public Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default) => throw Off;

    public Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default) =>
        Task.FromResult<string?>(Off.Message);
}
