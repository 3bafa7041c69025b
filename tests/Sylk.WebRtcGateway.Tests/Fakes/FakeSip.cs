using System.Collections.Concurrent;
using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>The SIP stack as the gateway sees it.</summary>
internal sealed class FakeSip : ISipService
{
    private readonly Channel<FakeRegistration> _registrations = Channel.CreateUnbounded<FakeRegistration>();
    private readonly Channel<FakeOutgoingCall> _calls = Channel.CreateUnbounded<FakeOutgoingCall>();

    private readonly Channel<FakeOutgoingRequest> _requests = Channel.CreateUnbounded<FakeOutgoingRequest>();
    private readonly ConcurrentDictionary<string, Func<ISipServerTransaction, CancellationToken, Task>> _handlers = [];

    private int _lookups;

    /// <summary>Hosts that cannot be resolved.</summary>
    public ConcurrentDictionary<string, string> Unroutable { get; } = [];

    /// <summary>While it is set, routes are not found before it completes.</summary>
    public TaskCompletionSource? SlowRoutes { get; set; }

    /// <summary>How many routes are being looked for, told at every change upwards.</summary>
    public Channel<int> RouteLookups { get; } = Channel.CreateUnbounded<int>();

    /// <summary>What answers registrations and calls; without it the test does.</summary>
    public FakeNetwork? Network { get; set; }

    public ValueTask<FakeRegistration> NextRegistrationAsync() => Deadline.Read(_registrations.Reader);

    public ValueTask<FakeOutgoingCall> NextCallAsync() => Deadline.Read(_calls.Reader);

    /// <summary>The next request which the gateway sends, and the test answers.</summary>
    public ValueTask<FakeOutgoingRequest> NextRequestAsync() => Deadline.Read(_requests.Reader);

    /// <summary>Gives a request to the application.</summary>
    /// <returns>Its answer.</returns>
    public async Task<SipResponse> ReceiveAsync(SipRequest request, bool isTrusted = true)
    {
        var transaction = new FakeTransaction(request, isTrusted);
        await _handlers[request.Method](transaction, CancellationToken.None).WaitAsync(Deadline.Time);
        return await transaction.Response;
    }

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

    public async Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default)
    {
        if (SlowRoutes is { } slow)
        {
            RouteLookups.Writer.TryWrite(Interlocked.Increment(ref _lookups));
            await slow.Task;
            Interlocked.Decrement(ref _lookups);
        }

        return Unroutable.GetValueOrDefault(target.Host);
    }

    /// <summary>Takes calls for the application itself.</summary>
    public Func<IIncomingCall, CancellationToken, Task>? CallHandler { get; private set; }

    public void OnCall(Func<IIncomingCall, CancellationToken, Task> handler) => CallHandler = handler;

    public void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler) => _handlers[method] = handler;

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler) => throw new NotSupportedException();

    public Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default)
    {
        var request = new FakeOutgoingRequest(options);
        if (Network is not null)
        {
            Network.Send(request, this);
        }
        else
        {
            _requests.Writer.TryWrite(request);
        }

        return request.Response.WaitAsync(cancellationToken);
    }
}
