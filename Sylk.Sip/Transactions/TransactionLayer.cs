using Sylk.Abstractions.Sip;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Parsing;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>Matches messages to transactions (RFC 3261 section 17) and makes new ones. Everything on the loop.</summary>
internal sealed class TransactionLayer(TransactionContext context, SipMetrics metrics, int maxServerTransactions) : ITransactionLayer
{
    private static readonly KeyValuePair<string, object?> ClientSide = new("side", "client"), ServerSide = new("side", "server");

    private readonly Dictionary<TransactionKey, ClientTransaction> _clients = [];
    private readonly Dictionary<TransactionKey, ServerTransaction> _servers = [];
    private readonly MergedRequests _merged = new();

    public TransactionContext Context => context;

    public ISipLoop Loop => context.Loop;

    public ITransactionLayerUser? User { get; set; }

    /// <summary>Transactions that live, both sides.</summary>
    public int Count => _clients.Count + _servers.Count;

    public IClientTransaction Send(SipRequest request, SipDestination destination, IClientTransactionUser user)
    {
        var outgoing = new OutgoingRequest(this, request, destination, user);
        // Posted, so that nothing is called back before the caller has the transaction in hand.
        Loop.Post(outgoing.Start);
        return outgoing;
    }

    public void SendStateless(SipRequest request, SipDestination destination)
    {
        var targets = new TargetWalk(context, request, destination);
        targets.Next(TrySend, static (_, _) => { });

        void TrySend(Flow flow)
        {
            if (!flow.TrySend(SipMessageWriter.ToArray(OutgoingVia.Put(request, OutgoingVia.NewBranch(), flow, context.Transports))) && targets.HasMore)
            {
                targets.Next(TrySend, static (_, _) => { });
            }
        }
    }

    public SipUri LocalUri(SipFlow flow)
    {
        var found = context.Transports.Find(flow) ?? context.Transports.Local;
        var (host, port) = context.Transports.ReachableAt(found);
        return Uri(host, port, found.Transport);
    }

    public async Task<SipUri> LocalUriAsync(SipDestination destination, SipRequest request, CancellationToken cancellationToken)
    {
        if (destination.Flow is { } flow)
        {
            return LocalUri(flow);
        }

        var uri = NextHop.Find(request, destination, out var fault) ?? throw new IOException(fault);
        if (context.LeadsHere(uri))
        {
            return LocalUri(context.Transports.Local.Id);
        }

        var targets = await context.Resolver.ResolveAsync(uri, request.RequestUri.IsSecure).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        var (host, port) = context.Transports.ReachableAt(targets[0]);
        return Uri(host, port, targets[0].Transport);
    }

    public bool IsAlive(SipFlow flow) => context.Transports.Find(flow) is not null;

    public bool IsOwnAddress(SipUri uri) => context.Transports.IsOwnAddress(uri);

    /// <summary>Takes a message from a transport.</summary>
    public void OnMessage(SipMessage message, Flow flow)
    {
        if (message is SipRequest request)
        {
            OnRequest(request, flow);
        }
        else
        {
            OnResponse((SipResponse)message, flow);
        }
    }

    /// <summary>Answers outside of any transaction (RFC 3261 section 8.2.7). A To tag is added.</summary>
    public void Answer(SipResponse response, Flow flow)
    {
        if (response.Headers["To"] is { } to && !to.Contains(";tag=", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers["To"] = $"{to};tag={StatelessTag.For(response)}";
        }

        new ResponsePath(Loop, context.Transports, flow, ReceivedVia.ReplyTo(response, flow))
            .Send(SipMessageWriter.ToArray(response), static () => { });
    }

    /// <summary>Answers what was no message but could be told to be a request.</summary>
    public void OnMalformed(SipResponse answer, Flow flow)
    {
        ReceivedVia.Mark(answer, flow.RemoteEndPoint);
        Answer(answer, flow);
    }

    /// <summary>Makes a client transaction and puts it into the table.</summary>
    public ClientTransaction Create(SipRequest request, Flow flow, IClientTransactionOwner owner)
    {
        var path = new FlowPath(flow);
        ClientTransaction transaction = request.Method == "INVITE"
            ? new InviteClientTransaction(Loop, context.Timers, request, path, owner)
            : new NonInviteClientTransaction(Loop, context.Timers, request, path, owner);
        _clients.Add(KeyOf(transaction), transaction);
        metrics.Transactions.Add(1, ClientSide);
        return transaction;
    }

    public void Remove(ClientTransaction transaction)
    {
        if (_clients.Remove(KeyOf(transaction)))
        {
            metrics.Transactions.Add(-1, ClientSide);
        }
    }

    private static TransactionKey KeyOf(ClientTransaction transaction) =>
        TransactionKey.ForClient(transaction.Request.Via!.Branch, transaction.Request.Method);

    private static SipUri Uri(string host, int port, string transport)
    {
        var uri = new SipUri(null, host, port);
        return transport is "TCP" or "TLS" ? uri.WithParameter("transport", transport.ToLowerInvariant()) : uri;
    }

    private void OnResponse(SipResponse response, Flow flow)
    {
        // A response that fits nowhere is dropped: with branches that cannot be guessed it is a late or a forged one.
        if (_clients.TryGetValue(TransactionKey.ForClient(response.Via!.Branch, response.CSeq!.Value.Method), out var transaction))
        {
            transaction.OnResponse(response, flow.Peer);
        }
        else
        {
            metrics.Dropped.Add(1, new KeyValuePair<string, object?>("reason", "stray response"));
        }
    }

    private void OnRequest(SipRequest request, Flow flow)
    {
        ReceivedVia.Mark(request, flow.RemoteEndPoint);
        var key = TransactionKey.ForServer(request, request.Method == "ACK" ? "INVITE" : request.Method);
        if (_servers.TryGetValue(key, out var transaction))
        {
            if (request.Method != "ACK")
            {
                transaction.OnRetransmission();
                return;
            }

            if (transaction.OnAck())
            {
                return;
            }
        }

        switch (request.Method)
        {
            case "ACK":
                User?.OnAck(request, flow.Peer);
                break;
            case "CANCEL":
                OnCancel(key, request, flow);
                break;
            default:
                OnNewRequest(key, request, flow);
                break;
        }
    }

    private void OnNewRequest(TransactionKey key, SipRequest request, Flow flow)
    {
        if (RefusalOf(request, flow) is { } refusal)
        {
            Answer(refusal, flow);
            return;
        }

        var transaction = Open(key, request, flow);
        _merged.Add(request, transaction);
        try
        {
            User!.OnRequest(transaction);
        }
        catch
        {
            transaction.Respond(request.CreateResponse(500));
            throw;
        }

        if (request.Method == "INVITE" && transaction.LastResponse is null)
        {
            transaction.Respond(request.CreateResponse(100));
        }
    }

    /// <summary>What is refused before any user sees it (RFC 3261 section 8.2).</summary>
    private SipResponse? RefusalOf(SipRequest request, Flow flow)
    {
        if (!request.RequestUri.IsSip && request.RequestUri.Scheme != "tel")
        {
            return request.CreateResponse(416);
        }

        // What belongs to a dialog, or says so, may still come when nothing new may.
        var isInDialog = request.To!.Tag is not null;
        if (User is null || _servers.Count >= (isInDialog ? 2 * maxServerTransactions : maxServerTransactions))
        {
            var response = request.CreateResponse(503);
            response.Headers.Add("Retry-After", "10");
            return response;
        }

        // What comes from a proxy in this process has been here before, on its way to that proxy.
        return !isInDialog && flow is not LocalFlow && _merged.Contains(request) ? request.CreateResponse(482) : null;
    }

    private void OnCancel(TransactionKey key, SipRequest cancel, Flow flow)
    {
        if (!_servers.TryGetValue(TransactionKey.ForServer(cancel, "INVITE"), out var invite))
        {
            Answer(cancel.CreateResponse(481), flow);
            return;
        }

        var response = cancel.CreateResponse(200);
        // The tag is that of the INVITE's response (RFC 3261 section 9.2).
        if (cancel.To!.Tag is null && invite.LastResponse?.To?.Tag is { } tag)
        {
            response.Headers["To"] = cancel.To.WithTag(tag).ToString();
        }

        Open(key, cancel, flow).Respond(response);
        invite.OnCancel(cancel);
    }

    private ServerTransaction Open(TransactionKey key, SipRequest request, Flow flow)
    {
        var path = new ResponsePath(Loop, context.Transports, flow, ReceivedVia.ReplyTo(request, flow));
        ServerTransaction transaction = request.Method == "INVITE"
            ? new InviteServerTransaction(Loop, context.Timers, request, flow.Peer, path)
            : new NonInviteServerTransaction(Loop, context.Timers, request, flow.Peer, path);
        _servers.Add(key, transaction);
        metrics.Transactions.Add(1, ServerSide);
        transaction.WhenRemoved(() =>
        {
            _servers.Remove(key);
            _merged.Remove(transaction);
            metrics.Transactions.Add(-1, ServerSide);
        });
        return transaction;
    }
}
