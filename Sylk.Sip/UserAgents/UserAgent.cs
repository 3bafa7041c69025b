using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>SIP of one application: its handlers, and the calls and registrations it has.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and is never linked.")]
public sealed partial class UserAgent : ISipAgent
{
    private readonly ConcurrentDictionary<Call, byte> _calls = new();
    private readonly ConcurrentDictionary<RegistrationClient, byte> _registrations = new();
    private readonly ConcurrentDictionary<UserTransaction, byte> _open = new();
    private readonly ConcurrentDictionary<string, Func<ISipServerTransaction, CancellationToken, Task>> _onRequest = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly UserAgentLayer _layer;
    private readonly ILogger _logger;
    private volatile Func<IIncomingCall, CancellationToken, Task>? _onCall;

    internal UserAgent(UserAgentLayer layer, ILogger logger) => (_layer, _logger) = (layer, logger);

    public bool ServesDomain => _layer.HasDomain(this);

    private bool IsStopping => _stopping.IsCancellationRequested;

    public void OnCall(Func<IIncomingCall, CancellationToken, Task> handler) => _onCall = handler;

    public void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler) => _onRequest[method] = handler;

    public ISipDomain ServeDomain(string domain, ISipDomainHandler handler) => _layer.AddDomain(this, domain, handler);

    public IOutgoingCall CreateCall(OutgoingCallOptions options)
    {
        RequestTemplate.CheckHeaders(options.Headers);
        ThrowIfStopping();
        return new OutgoingCall(_layer, this, options);
    }

    public ISipRegistration Register(RegistrationOptions options)
    {
        ThrowIfStopping();
        var registration = new RegistrationClient(_layer, this, options);
        _registrations.TryAdd(registration, 0);
        return registration;
    }

    public async Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default)
    {
        RequestTemplate.CheckHeaders(options.Headers);
        var result = new TaskCompletionSource<SipResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _layer.Loop.Post(() =>
        {
            var sequence = 1u;
            var request = RequestTemplate.Create(_layer, options.Method, options, RequestTemplate.NewToken(), sequence);
            request.SetBody(options.ContentType, options.Body);
            var digest = options.Credentials is { } credentials ? _layer.DigestClientFor(credentials, request) : null;
            new ClientRequest(_layer.Transactions, request, SipDestination.FromRequest, digest, () => ++sequence) { Final = r => result.TrySetResult(r) }.Start();
        });
        return await result.Task.WaitAsync(cancellationToken);
    }

    public async Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default)
    {
        var destination = (outboundProxy ?? _layer.OutboundProxyFor(target)) is { } proxy ? new SipDestination { Proxy = proxy } : SipDestination.To(target);
        try
        {
            await _layer.Transactions.LocalUriAsync(destination, new("OPTIONS", target), cancellationToken);
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    public async Task EndSessionsAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([
            .. _calls.Keys.Select(c => c.EndAsync(503)),
            .. _registrations.Keys.Select(r => r.DisposeAsync().AsTask()),
        ]);
    }

    public void Close()
    {
        _stopping.Cancel();
        _onCall = null;
        _onRequest.Clear();
        _layer.RemoveDomains(this);
        foreach (var transaction in _open.Keys)
        {
            transaction.RespondIfOpen(503);
        }

        foreach (var call in _calls.Keys)
        {
            _ = call.EndAsync(503);
        }

        foreach (var registration in _registrations.Keys)
        {
            _ = registration.DisposeAsync().AsTask();
        }
    }

    internal void Add(Call call) => _calls.TryAdd(call, 0);

    internal void Remove(Call call) => _calls.TryRemove(call, out _);

    internal void Remove(RegistrationClient registration) => _registrations.TryRemove(registration, out _);

    /// <summary>A request outside a dialog for this application, perhaps by way of a registration.</summary>
    internal void Take(IServerTransaction transaction, RegistrationOptions? registration)
    {
        var request = transaction.Request;
        if (IsStopping)
        {
            transaction.Respond(UserAgentLayer.Tagged(request.CreateResponse(503)));
            return;
        }

        if (ServerOf(request.Method, registration) is not { } serve)
        {
            transaction.Respond(RequestRefusal.OfMethod(request));
        }
        else if (RequestRefusal.Of(request, _layer.Timers) is { } refusal)
        {
            transaction.Respond(refusal);
        }
        else
        {
            serve(transaction);
        }
    }

    internal void Take(IServerTransaction transaction, Func<ISipServerTransaction, CancellationToken, Task> handler)
    {
        var user = new UserTransaction(_layer, transaction);
        _open.TryAdd(user, 0);
        _ = Task.Run(async () =>
        {
            try
            {
                await handler(user, _stopping.Token);
            }
            catch (OperationCanceledException) when (IsStopping || user.Cancelled.IsCancellationRequested)
            {
                // It ended because it was told to.
            }
            catch (Exception e)
            {
                LogHandlerFailed(e, user.Request.Method, user.Request.RequestUri);
            }

            user.RespondIfOpen(user.Cancelled.IsCancellationRequested ? 487 : IsStopping ? 503 : 500);
            _open.TryRemove(user, out _);
        });
    }

    private Action<IServerTransaction>? ServerOf(string method, RegistrationOptions? registration) => method switch
    {
        "OPTIONS" => static transaction => transaction.Respond(UserAgentLayer.Capabilities(transaction.Request)),
        "INVITE" when (registration?.OnCall ?? _onCall) is { } onCall => transaction => TakeCall(transaction, onCall),
        "MESSAGE" when registration?.OnMessage is { } onMessage => transaction => Take(transaction, onMessage),
        _ when _onRequest.TryGetValue(method, out var onRequest) => transaction => Take(transaction, onRequest),
        _ => null,
    };

    private void TakeCall(IServerTransaction transaction, Func<IIncomingCall, CancellationToken, Task> handler)
    {
        var call = new IncomingCall(_layer, this, transaction);
        _ = Task.Run(async () =>
        {
            var statusCode = 480;
            try
            {
                await handler(call, call.EndedToken);
            }
            catch (Exception e) when (call.IsEnded && e is OperationCanceledException or CallEndedException)
            {
                // It ended because the call did.
            }
            catch (Exception e)
            {
                LogHandlerFailed(e, "INVITE", call.Invite.RequestUri);
                statusCode = 500;
            }

            await call.EndAsync(statusCode);
        });
    }

    private void ThrowIfStopping()
    {
        if (IsStopping)
        {
            throw new InvalidOperationException("The application is stopping.");
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "{Method} {Uri} failed in the application")]
    private partial void LogHandlerFailed(Exception exception, string method, SipUri uri);
}
