using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.Dialogs;

/// <summary>A dialog (RFC 3261 section 12).</summary>
internal sealed class Dialog
{
    private readonly NameAddress _local, _remote;
    private IReadOnlyList<string> _routes;
    private SipFlow? _flow;
    private SipUri _remoteTarget;
    private uint _localSequence;
    private uint? _remoteSequence;

    private Dialog(DialogId id, NameAddress local, NameAddress remote, IReadOnlyList<string> routes, SipUri remoteTarget)
    {
        Id = id;
        _local = local;
        _remote = remote;
        _routes = routes;
        _remoteTarget = remoteTarget;
    }

    public DialogId Id { get; }

    /// <summary>Our Contact.</summary>
    public required SipUri LocalTarget { get; init; }

    /// <summary>The caller's side, from a response with a To tag.</summary>
    public static Dialog ForCaller(SipRequest invite, SipResponse response, SipUri contact) =>
        new(DialogId.Of(response), invite.From!, response.To!, RoutesOf(response), response.Contact?.Uri ?? invite.RequestUri)
        {
            LocalTarget = contact,
            _localSequence = invite.CSeq!.Value.Number,
        };

    /// <summary>The callee's side.</summary>
    public static Dialog ForCallee(SipRequest invite, SipPeer peer, string localTag, SipUri contact)
    {
        var routes = invite.Headers.GetList("Record-Route");
        return new(new(invite.CallId, localTag, invite.From!.Tag ?? ""), invite.To!.WithTag(localTag), invite.From!, routes, invite.Contact!.Uri)
        {
            LocalTarget = contact,
            _remoteSequence = invite.CSeq!.Value.Number,
            _flow = PeerFlow.Of(invite, peer),
        };
    }

    /// <summary>Where requests go: back along the way the peer's came, if there is no proxy on it; else where Route and
    /// Request-URI lead.</summary>
    public SipDestination Destination(ITransactionLayer transactions) =>
        _routes.Count == 0 && _flow is { } flow && transactions.IsAlive(flow) ? SipDestination.To(flow) : SipDestination.FromRequest;

    public uint NextSequence() => ++_localSequence;

    /// <summary>Makes the next request (section 12.2.1.1).</summary>
    public SipRequest CreateRequest(string method) => Create(method, NextSequence());

    /// <summary>Makes the ACK for a 2xx to an INVITE with this sequence number (section 13.2.2.4).</summary>
    public SipRequest CreateAck(uint sequence) => Create("ACK", sequence);

    /// <summary>Checks the order of requests (section 12.2.2).</summary>
    public bool TryAccept(SipRequest request)
    {
        var number = request.CSeq!.Value.Number;
        if (_remoteSequence is { } last && number <= last)
        {
            return false;
        }

        _remoteSequence = number;
        return true;
    }

    /// <summary>Takes the new remote target from the response to a target refresh request.</summary>
    public void Refresh(SipResponse response) => _remoteTarget = response.Contact?.Uri ?? _remoteTarget;

    /// <summary>Takes the new remote target from a target refresh request, and the way to it.</summary>
    public void Refresh(SipRequest request, SipPeer peer)
    {
        _remoteTarget = request.Contact?.Uri ?? _remoteTarget;
        _flow = PeerFlow.Of(request, peer);
    }

    /// <summary>The 2xx has come: its route set counts, not that of an early response (section 13.2.2.4).</summary>
    public void Confirm(SipResponse success)
    {
        _routes = RoutesOf(success);
        Refresh(success);
    }

    private static IReadOnlyList<string> RoutesOf(SipResponse response) => [.. response.Headers.GetList("Record-Route").Reverse()];

    private SipRequest Create(string method, uint sequence)
    {
        var (uri, routes) = (_remoteTarget, _routes);
        // A strict router (section 12.2.1.1): it takes the place of the target, which goes to the end.
        if (routes.Count > 0 && NameAddress.TryParse(routes[0], out var first) && !first.Uri.Parameters.Contains("lr"))
        {
            routes = [.. routes.Skip(1), $"<{uri}>"];
            uri = first.Uri;
        }

        var request = new SipRequest(method, uri);
        foreach (var route in routes)
        {
            request.Headers.Add("Route", route);
        }

        request.MaxForwards = 70;
        request.Headers.Add("From", _local.ToString());
        request.Headers.Add("To", _remote.ToString());
        request.Headers.Add("Call-ID", Id.CallId);
        request.Headers.Add("CSeq", new CSeqHeader(sequence, method).ToString());
        return request;
    }
}
