using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Messages;
using Sylk.Registrar.Registration;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar.Proxying;

/// <summary>A home domain: decides what becomes of each request (RFC 3261 sections 10.3 and 16).</summary>
internal sealed class HomeDomain(
    AccountDirectory accounts, RegisterHandler registrations, SenderCheck senders, Proxy proxy, HomeMessages messages, SpoolDelivery delivery,
    RegistrarSettings settings, TimeProvider time)
    : ISipDomainHandler, IDisposable
{
    private ISipDomain? _domain;

    private ISipDomain Domain => _domain ?? throw new InvalidOperationException("The domain is not served.");

    /// <summary>Begins to take requests.</summary>
    public void Serve(ISipService sip, string name) => _domain = sip.ServeDomain(name, this);

    /// <summary>Whether a flow still lives.</summary>
    public bool IsAlive(SipFlow flow) => Domain.IsAlive(flow);

    /// <inheritdoc />
    public Task OnRequestAsync(ISipServerTransaction transaction, CancellationToken cancellationToken)
    {
        var request = transaction.Request;
        if (RequestValidation.Check(request) is { } invalid)
        {
            return Answer(transaction, invalid);
        }

        var onward = request.Clone();
        switch (proxy.TakeOwnRoutes(onward, Domain, out var flow))
        {
            case RouteKind.InDialog:
                var target = new Target(onward.RequestUri, Proxy.InDialog(onward, flow, Domain));
                return proxy.ForwardAsync(transaction, onward, Domain, target, cancellationToken);
            case RouteKind.Forged:
                return Answer(transaction, request.CreateResponse(481));
            case RouteKind.None:
            default:
                break;
        }

        var isHome = accounts.IsHome(onward.RequestUri) && !onward.Headers.Contains("Route");
        if (isHome && request.Method == "REGISTER")
        {
            return Register(transaction);
        }

        if (isHome && request.Method == "OPTIONS" && request.RequestUri.User is null)
        {
            return Answer(transaction, Capabilities(request));
        }

        if (senders.Check(request, transaction.Peer, Domain.IsOwnAddress, out var sender) is { } refusal)
        {
            return Answer(transaction, refusal);
        }

        // A call shows who it is by its voice; a message shows nothing but its sender.
        if (request.Method == "MESSAGE" && sender == Sender.Outsider && !transaction.Peer.IsTrusted && !settings.AllowUnprovenMessages)
        {
            return Answer(transaction, request.CreateResponse(403, "Sender Is Not Proven"));
        }

        return isHome
            ? ToHomeAsync(transaction, onward, sender, cancellationToken)
            : ToOutsideAsync(transaction, onward, sender, cancellationToken);
    }

    /// <inheritdoc />
    public void OnAck(SipRequest ack, SipPeer peer) => proxy.ForwardAck(ack, Domain);

    /// <inheritdoc />
    public void Dispose() => _domain?.Dispose();

    private static Task Answer(ISipServerTransaction transaction, SipResponse response)
    {
        transaction.Respond(response);
        return Task.CompletedTask;
    }

    private static SipResponse Capabilities(SipRequest request)
    {
        var response = request.CreateResponse(200);
        response.Headers.Add("Allow", "REGISTER, OPTIONS, INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, MESSAGE, SUBSCRIBE, NOTIFY, REFER");
        response.Headers.Add("Supported", "outbound, path");
        return response;
    }

    private Task Register(ISipServerTransaction transaction)
    {
        var request = transaction.Request;
        var response = registrations.Handle(request, transaction.Peer, Domain.IsOwnAddress);
        transaction.Respond(response);
        if (response.IsSuccess && accounts.Find(request.To!.Uri) is { Bindings.Current.Count: > 0 } account)
        {
            delivery.Begin(account, Domain);
        }

        return Task.CompletedTask;
    }

    private Task ToHomeAsync(ISipServerTransaction transaction, SipRequest onward, Sender sender, CancellationToken cancellationToken)
    {
        var uri = onward.RequestUri;
        if (uri.User is null)
        {
            var response = transaction.Request.CreateResponse(405);
            response.Headers.Add("Allow", "REGISTER, OPTIONS");
            return Answer(transaction, response);
        }

        if (accounts.FindApplication(uri) is { } application)
        {
            return ToApplicationAsync(transaction, onward, application, cancellationToken);
        }

        if (accounts.Find(uri) is not { } account)
        {
            return Answer(transaction, transaction.Request.CreateResponse(404));
        }

        if (onward.Method == "MESSAGE")
        {
            return messages.ForwardAsync(transaction, onward, account, sender, Domain, cancellationToken);
        }

        var targets = TargetSet.Of(account, uri, time.GetUtcNow(), Domain.IsAlive);
        if (targets.Count > 0)
        {
            return proxy.ForwardAsync(transaction, onward, Domain, targets, account, cancellationToken);
        }

        // The application can tell a device what it misses.
        return onward.Method == "INVITE" && settings.MessageApplication.Length > 0
            ? ToApplicationAsync(transaction, onward, settings.MessageApplication, cancellationToken)
            : Answer(transaction, transaction.Request.CreateResponse(480));
    }

    private Task ToApplicationAsync(ISipServerTransaction transaction, SipRequest onward, string application, CancellationToken cancellationToken)
    {
        var target = new Target(onward.RequestUri, SipDestination.To(Domain.RecordRoute(transaction.Peer))) { Application = application };
        return proxy.ForwardAsync(transaction, onward, Domain, target, cancellationToken);
    }

    /// <summary>Requests that leave the home domains: for those who have proven to live here, and nobody else.</summary>
    private Task ToOutsideAsync(ISipServerTransaction transaction, SipRequest onward, Sender sender, CancellationToken cancellationToken) =>
        settings.AllowOutbound && sender != Sender.Outsider
            ? proxy.ForwardAsync(transaction, onward, Domain, new Target(onward.RequestUri, SipDestination.FromRequest), cancellationToken)
            : Answer(transaction, transaction.Request.CreateResponse(403, "Relaying Denied"));
}
