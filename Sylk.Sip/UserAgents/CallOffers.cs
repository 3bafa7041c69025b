using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>New offers within a call (RFC 3261 section 14, RFC 3311), one at a time.</summary>
internal sealed class CallOffers(Call call)
{
    /// <summary>How long an application may think about what the peer asks.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private ClientRequest? _ours;
    private CallOffer? _theirs;

    /// <summary>Sends a re-INVITE.</summary>
    public void Send(string offer, IReadOnlyList<SipHeader>? headers, TaskCompletionSource<SipResponse> result, CancellationToken cancellationToken)
    {
        var request = call.CreateRequest("INVITE");
        if (call.IsEnded || _ours is not null || _theirs is not null)
        {
            result.TrySetResult(request.CreateResponse(call.IsEnded ? 481 : 491));
            return;
        }

        request.Headers.Add("Contact", $"<{call.Dialog!.LocalTarget}>");
        request.Headers.Add("Allow", UserAgentLayer.Allow);
        RequestTemplate.AddHeaders(request, headers);
        request.SetBody("application/sdp", offer);
        var final = result.SetFinal(call);
        var registration = default(CancellationTokenRegistration);
        var sending = _ours = call.Send(
            request,
            response =>
            {
                var invite = _ours!.Request;
                _ours = null;
                registration.Unregister();
                if (response.IsSuccess)
                {
                    call.Dialog.Refresh(response);
                    call.Acknowledge(call.Dialog, invite, null);
                }

                final(response);
            },
            response => call.Acknowledge(call.Dialog, new("INVITE", request.RequestUri, response.Headers), null));
        registration = cancellationToken.UnsafeRegister(_ => call.Layer.Loop.Post(() => sending.Cancel()), null);
    }

    /// <summary>A re-INVITE or UPDATE arrived.</summary>
    public void OnOffer(IServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.Method == "UPDATE" && request.Body.IsEmpty)
        {
            call.Dialog!.Refresh(request);
            transaction.Respond(WithContact(request.CreateResponse(200)));
        }
        else if (_ours is not null)
        {
            transaction.Respond(request.CreateResponse(491));
        }
        else if (_theirs is not null || !call.IsEstablished)
        {
            var response = request.CreateResponse(500);
            response.Headers.Add("Retry-After", "3");
            transaction.Respond(response);
        }
        else
        {
            call.Dialog!.Refresh(request);
            _theirs = new(call, this, transaction);
            call.Tell(new CallOffered(_theirs));
        }
    }

    public void OnAck(SipRequest ack) => _theirs?.OnAck(ack);

    public void OnEnded(CallEnded end) => _theirs?.OnEnded(end);

    /// <summary>The offer is settled and the next one may come.</summary>
    public void Release(CallOffer offer)
    {
        if (_theirs == offer)
        {
            _theirs = null;
        }
    }

    public SipResponse WithContact(SipResponse response)
    {
        response.Headers.Add("Contact", $"<{call.Dialog!.LocalTarget}>");
        response.Headers.Add("Allow", UserAgentLayer.Allow);
        return response;
    }
}
