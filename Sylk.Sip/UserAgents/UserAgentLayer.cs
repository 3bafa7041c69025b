using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Dialogs;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>Between transactions and applications: gives requests to dialogs, domains, registrations and applications.</summary>
public sealed class UserAgentLayer(ITransactionLayer transactions, LocalDomains localDomains, SipTimers timers, IRequestRouter router) : ITransactionLayerUser
{
    internal const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, UPDATE, PRACK";

    internal const string Reliable = "100rel";

    internal const string Supported = $"{Reliable}, {SessionExpires.OptionTag}";

    /// <summary>The header by which a trusted peer, or a domain handler in this process, names the application that a request
    /// is for. No application may set it: what it carries may come from a browser.</summary>
    internal const string ApplicationHeader = "X-Sylk-App";

    private readonly Dictionary<DialogId, (Call Call, Dialog Dialog)> _dialogs = [];
    private readonly Dictionary<string, RegistrationClient> _registrations = [];
    private readonly ConcurrentDictionary<string, ServedDomain> _domains = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ServedDomain> _domainsByMark = new();
    private readonly HomeNonces _homeNonces = new();
    private int _lastMark;
    private volatile bool _isDraining;

    /// <summary>User-Agent and Server.</summary>
    public string Product { get; init; } = "Sylk.Server";

    /// <summary>Next hop of the requests of this server, or <c>null</c>.</summary>
    public string? OutboundProxy { get; init; }

    internal ITransactionLayer Transactions => transactions;

    internal ISipLoop Loop => transactions.Loop;

    internal SipTimers Timers => timers;

    /// <summary>Makes the SIP of one application.</summary>
    public UserAgent CreateAgent(ILogger logger) => new(this, logger);

    /// <summary>From now on refuses what would begin something new.</summary>
    public void Drain() => _isDraining = true;

    public void OnRequest(IServerTransaction transaction)
    {
        var request = transaction.Request;
        if (_isDraining && request.To!.Tag is null && request.Method != "REGISTER")
        {
            transaction.RespondOnce(Tagged(request.CreateResponse(503)));
        }
        else if (DomainOfRoute(request) is { } routed)
        {
            routed.Owner.Take(transaction, routed.Handler.OnRequestAsync);
        }
        else if (request.To!.Tag is not null && _dialogs.TryGetValue(DialogId.Of(request), out var found))
        {
            found.Call.OnRequest(transaction, found.Dialog);
        }
        else if (transaction.Peer.IsTrusted && request.To.Tag is null && request.Headers[ApplicationHeader] is { } application)
        {
            ToApplication(transaction, application.Trim());
        }
        else if (_domains.TryGetValue(request.RequestUri.Host, out var domain))
        {
            domain.Owner.Take(transaction, domain.Handler.OnRequestAsync);
        }
        else if (request.To.Tag is not null)
        {
            transaction.RespondOnce(request.CreateResponse(481));
        }
        else if (request.RequestUri.User is { } user && _registrations.TryGetValue(user, out var registration) && MayReach(transaction.Peer, registration))
        {
            registration.Owner.Take(transaction, registration.Options);
        }
        else if (DomainOfSender(request) is { } home)
        {
            home.Owner.Take(transaction, home.Handler.OnRequestAsync);
        }
        else
        {
            ToApplication(transaction, null);
        }
    }

    public void OnAck(SipRequest ack, SipPeer peer)
    {
        if (DomainOfRoute(ack) is { } routed)
        {
            routed.Handler.OnAck(ack, peer);
        }
        else if (_dialogs.TryGetValue(DialogId.Of(ack), out var found))
        {
            found.Call.OnAck(ack);
        }
        else if (_domains.TryGetValue(ack.RequestUri.Host, out var domain))
        {
            domain.Handler.OnAck(ack, peer);
        }
    }

    /// <summary>What an OPTIONS is answered with.</summary>
    internal static SipResponse Capabilities(SipRequest request)
    {
        var response = Tagged(request.CreateResponse(200));
        response.Headers.Add("Allow", Allow);
        response.Headers.Add("Accept", "application/sdp");
        response.Headers.Add("Supported", Supported);
        return response;
    }

    internal static SipResponse Tagged(SipResponse response)
    {
        if (response.To is { Tag: null } to)
        {
            response.Headers["To"] = to.WithTag(RequestTemplate.NewToken()).ToString();
        }

        return response;
    }

    internal string? OutboundProxyFor(SipUri target) => localDomains.Contains(target) || transactions.IsOwnAddress(target) ? null : OutboundProxy;

    /// <summary>What answers the challenges to a request outside a dialog.</summary>
    internal DigestClient DigestClientFor(SipCredentials credentials, SipRequest request) =>
        !request.Headers.Contains("Route") && localDomains.Contains(request.RequestUri) && _domains.TryGetValue(request.From!.Uri.Host, out var home)
            ? new(credentials, _homeNonces, home.Name)
            : new(credentials);

    internal void Add(Call call, Dialog dialog)
    {
        if (!_dialogs.ContainsKey(dialog.Id))
        {
            call.Dialogs.Add(dialog);
        }

        _dialogs[dialog.Id] = (call, dialog);
    }

    internal void Remove(Call call) => call.Dialogs.ForEach(d => _dialogs.Remove(d.Id));

    internal void Add(RegistrationClient registration) => _registrations[registration.ContactUser] = registration;

    internal void Remove(RegistrationClient registration) => _registrations.Remove(registration.ContactUser);

    internal ISipDomain AddDomain(UserAgent owner, string name, ISipDomainHandler handler)
    {
        var mark = Interlocked.Increment(ref _lastMark).ToString(CultureInfo.InvariantCulture);
        var domain = new ServedDomain(this, owner, name, mark, handler);
        if (!_domains.TryAdd(name, domain))
        {
            throw new InvalidOperationException($"The domain {name} is already served.");
        }

        _domainsByMark[mark] = domain;
        localDomains.Add(name);
        return domain;
    }

    internal bool HasDomain(UserAgent owner) => _domains.Values.Any(d => d.Owner == owner);

    internal void RemoveDomain(ServedDomain domain)
    {
        if (_domainsByMark.TryRemove(domain.Mark, out _))
        {
            localDomains.Remove(domain.Name);
            _domains.TryRemove(domain.Name, out _);
        }
    }

    internal void RemoveDomains(UserAgent owner)
    {
        foreach (var domain in _domains.Values.Where(d => d.Owner == owner))
        {
            RemoveDomain(domain);
        }
    }

    /// <summary>The domain that has made the topmost Route. The Route stays in place: its user part is the handler's.</summary>
    private ServedDomain? DomainOfRoute(SipRequest request) =>
        request.Headers.First("Route") is { } text && NameAddress.TryParse(text, out var route)
            && route.Uri.Parameters[ServedDomain.MarkParameter] is { } mark && _domainsByMark.TryGetValue(mark, out var domain)
            && transactions.IsOwnAddress(route.Uri) ? domain : null;

    /// <summary>Whether a peer may reach a registration. Where its registrar is this server requests come by way of that, which has
    /// seen to it that they are from whom they say: who knows a contact does not get around it.</summary>
    private bool MayReach(SipPeer peer, RegistrationClient registration) =>
        peer.IsTrusted || !_domains.ContainsKey(registration.Options.AddressOfRecord.Host);

    /// <summary>The home domain of somebody who sends a request to elsewhere by way of this server.</summary>
    private ServedDomain? DomainOfSender(SipRequest request) =>
        !transactions.IsOwnAddress(request.RequestUri) && _domains.TryGetValue(request.From!.Uri.Host, out var domain) ? domain : null;

    private void ToApplication(IServerTransaction transaction, string? application)
    {
        if (router.Find(transaction.Request, transaction.Peer, application, out var statusCode) is { } agent)
        {
            agent.Take(transaction, (RegistrationOptions?)null);
        }
        else if (transaction.Request is { Method: "OPTIONS" } options)
        {
            // Who asks whether the server lives is told so, whoever it is.
            transaction.RespondOnce(RequestRefusal.Of(options, timers) ?? Capabilities(options));
        }
        else
        {
            transaction.RespondOnce(Tagged(transaction.Request.CreateResponse(statusCode)));
        }
    }
}
