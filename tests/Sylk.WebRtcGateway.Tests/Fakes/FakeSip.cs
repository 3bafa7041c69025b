using System.Collections.Concurrent;
using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>The SIP stack as the gateway sees it.</summary>
internal sealed class FakeSip : ISipService
{
    private readonly Channel<FakeRegistration> _registrations = Channel.CreateUnbounded<FakeRegistration>();
    private readonly Channel<FakeOutgoingCall> _calls = Channel.CreateUnbounded<FakeOutgoingCall>();

    /// <summary>Hosts that cannot be resolved.</summary>
    public ConcurrentDictionary<string, string> Unroutable { get; } = [];

    /// <summary>What answers registrations and calls; without it the test does.</summary>
    public FakeNetwork? Network { get; set; }

    public ValueTask<FakeRegistration> NextRegistrationAsync() => Deadline.Read(_registrations.Reader);

    public ValueTask<FakeOutgoingCall> NextCallAsync() => Deadline.Read(_calls.Reader);

    public ISipRegistration Register(RegistrationOptions options)
    {
        var registration = new FakeRegistration(options, Network);
        _registrations.Writer.TryWrite(registration);
        Network?.Register(registration);
        return registration;
    }

    public IOutgoingCall CreateCall(OutgoingCallOptions options)
    {
        var call = new FakeOutgoingCall(options, Network?.NextCallId() ?? FakeCall.Id);
        Network?.Connect(call);
        _calls.Writer.TryWrite(call);
        return call;
    }

    public Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default) =>
        Task.FromResult(Unroutable.GetValueOrDefault(target.Host));

    public void OnCall(Func<IIncomingCall, CancellationToken, Task> handler) => throw new NotSupportedException();

    public void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler) => throw new NotSupportedException();

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler) => throw new NotSupportedException();

    public Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
