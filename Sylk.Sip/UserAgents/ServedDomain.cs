using Sylk.Abstractions.Sip;

namespace Sylk.Sip.UserAgents;

/// <summary>A domain served by an application.</summary>
internal sealed class ServedDomain(UserAgentLayer layer, UserAgent owner, string name, string mark, ISipDomainHandler handler) : ISipDomain
{
    /// <summary>The URI parameter that tells to which domain a Record-Route made here belongs.</summary>
    public const string MarkParameter = "domain";

    public string Name => name;

    public string Mark => mark;

    public UserAgent Owner => owner;

    public ISipDomainHandler Handler => handler;

    public SipUri RecordRoute(SipPeer peer) =>
        layer.Transactions.LocalUri(peer.Flow).WithParameter("lr").WithParameter(MarkParameter, mark);

    public bool IsOwnAddress(SipUri uri) => layer.Transactions.IsOwnAddress(uri);

    public bool IsAlive(SipFlow flow) => layer.Transactions.IsAlive(flow);

    public ISipClientTransaction Send(SipRequest request, SipDestination destination) => new ProxiedTransaction(layer.Transactions, request, destination);

    public void Forward(SipRequest request, SipDestination destination) =>
        layer.Loop.Post(() => layer.Transactions.SendStateless(request, destination));

    public void Dispose() => layer.RemoveDomain(this);
}
