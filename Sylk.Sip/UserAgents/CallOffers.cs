using Sylk.Abstractions.Sip;
using Sylk.Sip.Dialogs;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>New offers within a call (RFC 3261 section 14, RFC 3311), one at a time.</summary>
internal sealed class CallOffers(Call call)
{
    /// <summary>How long an application may think about what the peer asks.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private ClientRequest? _ours;
    private CallOffer? _theirs;
    private string? _local, _remote;
    private bool _takesUpdate;

    /// <summary>Sends a re-INVITE.</summary>
    public void Send(string offer, IReadOnlyList<SipHeader>? headers, TaskCompletionSource<SipResponse> result, CancellationToken cancellationToken)
    {
        var registration = default(CancellationTokenRegistration);
        var sending = Reinvite(offer, headers, response =>
        {
            registration.Unregister();
            result.TrySetResult(response);
        });
        if (sending is not null)
        {
            registration = cancellationToken.UnsafeRegister(_ => call.Layer.Loop.Post(() => sending.Cancel()), null);
        }
    }

    /// <summary>Refreshes the session with nothing new: by UPDATE, or where the peer does not take that, by the same offer again.</summary>
    public void Refresh(Action<SipResponse> final)
    {
        if (!_takesUpdate)
        {
            Reinvite(_local, null, final);
            return;
        }

        var update = call.Requests.Create(call.Dialog!, "UPDATE");
        AddCapabilities(update, call.Dialog!);
        call.Timer.Ask(update);
        ClientRequest? sending = null;
        sending = call.Requests.Send(call.Dialog!, update, response =>
        {
            if (response.IsSuccess)
            {
                OnAccepted(sending!.Request, response);
            }

            _takesUpdate &= response.StatusCode is not (405 or 501);
            final(response);
            call.EndIfGone(response);
        });
    }

    /// <summary>A re-INVITE or UPDATE arrived.</summary>
    public void OnOffer(IServerTransaction transaction, Dialog dialog)
    {
        var request = transaction.Request;
        if (request.Method == "UPDATE" && request.Body.IsEmpty)
        {
            dialog.Refresh(request, transaction.Peer);
            var response = request.CreateResponse(200);
            AddCapabilities(response, dialog);
            if (call.IsEstablished)
            {
                call.Timer.Accept(request, response);
            }

            transaction.Respond(response);
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
            dialog.Refresh(request, transaction.Peer);
            _theirs = new(call, this, transaction);
            if (_local is not null && _remote is not null && _theirs.Sdp is { } offer && Content(offer) == Content(_remote))
            {
                // The peer refreshes the session; nothing is new, and so the answer is the last one.
                _theirs.Accept(_local);
            }
            else
            {
                call.Tell(new CallOffered(_theirs));
            }
        }
    }

    /// <summary>Remembers what both sides have agreed on.</summary>
    public void Settle(string? local, string? remote) => (_local, _remote) = (local, remote ?? _remote);

    /// <summary>Learns from the INVITE or its 2xx what the peer can.</summary>
    public void Learn(SipMessage message) => _takesUpdate = message.HasOption("Allow", "UPDATE");

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
        AddCapabilities(response, call.Dialog!);
        return response;
    }

    /// <summary>SDP without its origin line, whose version some peers count up although nothing else has changed.</summary>
    private static string Content(string sdp)
    {
        var start = sdp.IndexOf("\no=", StringComparison.Ordinal) + 1;
        var end = start > 0 ? sdp.IndexOf('\n', start) : -1;
        return end < 0 ? sdp : sdp.Remove(start, end - start);
    }

    private ClientRequest? Reinvite(string? offer, IReadOnlyList<SipHeader>? headers, Action<SipResponse> final)
    {
        if (call.IsEnded || offer is null || _ours is not null || _theirs is not null)
        {
            final(call.MadeHere("INVITE", call.IsEnded ? 481 : 491));
            return null;
        }

        var request = call.Requests.Create(call.Dialog!, "INVITE");
        AddCapabilities(request, call.Dialog!);
        call.Timer.Ask(request);
        RequestTemplate.AddHeaders(request, headers);
        request.SetBody("application/sdp", offer);
        var provisionals = new ProvisionalAcknowledgement(call);
        SipRequest? accepted = null;
        return _ours = call.Requests.Send(
            call.Dialog!,
            request,
            response =>
            {
                var invite = _ours!.Request;
                _ours = null;
                if (response.IsSuccess)
                {
                    accepted = invite;
                    Settle(offer, response.Body.IsEmpty ? null : response.BodyText);
                    OnAccepted(invite, response);
                    call.Requests.Acknowledge(call.Dialog!, invite, null);
                }

                final(response);
                call.EndIfGone(response);
            },
            response => provisionals.TryTake(call.Dialog!, response),
            _ => call.Requests.Acknowledge(call.Dialog!, accepted!, null));
    }

    private void OnAccepted(SipRequest request, SipResponse success)
    {
        call.Dialog!.Refresh(success);
        call.Timer.OnAccepted(request, success);
    }

    private static void AddCapabilities(SipMessage message, Dialog dialog)
    {
        message.Headers.Add("Contact", $"<{dialog.LocalTarget}>");
        message.Headers.Add("Allow", UserAgentLayer.Allow);
        message.Headers.Add("Supported", UserAgentLayer.Supported);
    }
}
