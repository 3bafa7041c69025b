using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>Leads a request to one target after the other (RFC 3263 section 4.3), each time giving a flow to send on.</summary>
internal sealed class TargetWalk(TransactionContext context, SipRequest request, SipDestination destination)
{
    /// <summary>Beyond this a request goes over TCP where the path MTU is not known (RFC 3261 section 18.1.1).</summary>
    private const int MaxDatagramRequest = 1300;

    /// <summary>Bytes that the topmost Via will add.</summary>
    private const int ViaReserve = 120;

    private Queue<SipTarget>? _targets;
    private string _fault = "no target is left";

    /// <summary>Whether there is somewhere else to go.</summary>
    public bool HasMore => _targets is { Count: > 0 };

    /// <summary>Finds the next flow. One of the two is called, on the loop, perhaps later.</summary>
    public void Next(Action<Flow> then, Action<TransactionEnd, string> failed)
    {
        if (_targets is not null)
        {
            OpenNext(then, failed);
            return;
        }

        _targets = [];
        if (destination.Flow is { } id)
        {
            if (context.Transports.Find(id) is { } flow)
            {
                then(flow);
            }
            else
            {
                failed(TransactionEnd.FlowFailed, "the flow is gone");
            }

            return;
        }

        if (NextHop.Find(request, destination, out var fault) is not { } uri)
        {
            failed(TransactionEnd.TransportError, fault!);
        }
        else if (context.LeadsHere(uri))
        {
            then(context.Transports.Local);
        }
        else
        {
            context.Loop.When(
                context.Resolver.ResolveAsync(uri, request.RequestUri.IsSecure),
                targets =>
                {
                    Fill(targets);
                    OpenNext(then, failed);
                },
                e => failed(TransactionEnd.TransportError, e.Message));
        }
    }

    private void Fill(IReadOnlyList<SipTarget> targets)
    {
        var isLarge = SipMessageWriter.EstimateLength(request) + ViaReserve > MaxDatagramRequest;
        foreach (var target in targets)
        {
            if (isLarge && target.Transport == "UDP")
            {
                _targets!.Enqueue(target with { Transport = "TCP" });
            }

            _targets!.Enqueue(target);
        }
    }

    private void OpenNext(Action<Flow> then, Action<TransactionEnd, string> failed)
    {
        if (!_targets!.TryDequeue(out var target))
        {
            failed(TransactionEnd.TransportError, _fault);
            return;
        }

        context.Loop.When(context.Transports.OpenAsync(target), then, e =>
        {
            _fault = e is IOException or SocketException ? e.Message : $"{target.Transport} to {target.EndPoint} failed";
            OpenNext(then, failed);
        });
    }
}
