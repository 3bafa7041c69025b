using System.Threading.Channels;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Dialogs;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>What calls of both directions have in common: the dialog, its requests and its end. Public members post to the
/// loop, everything else runs on it.</summary>
internal abstract class Call : ISipCall
{
    private readonly Channel<CallEvent> _events = Channel.CreateUnbounded<CallEvent>(new() { SingleWriter = true });
    private readonly TaskCompletionSource<CallEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected Call(UserAgentLayer layer, UserAgent owner, DigestClient? digest)
    {
        Layer = layer;
        Owner = owner;
        Digest = digest;
        Requests = new(layer, digest);
        Timer = new(this);
        Offers = new(this);
        owner.Add(this);
    }

    public abstract string CallId { get; }

    public abstract NameAddress Local { get; }

    public abstract NameAddress Remote { get; }

    public ChannelReader<CallEvent> Events => _events.Reader;

    public Task<CallEnded> Ended => _ended.Task;

    public UserAgentLayer Layer { get; }

    /// <summary>The dialog, once there is one.</summary>
    public Dialog? Dialog { get; protected set; }

    /// <summary>Every dialog the INVITE has made.</summary>
    public List<Dialog> Dialogs { get; } = [];

    /// <summary>Whether a 2xx was seen.</summary>
    public bool IsEstablished { get; protected set; }

    public bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Makes and sends what belongs to a dialog.</summary>
    public DialogRequests Requests { get; }

    /// <summary>Notices when the peer has vanished.</summary>
    public SessionTimer Timer { get; }

    protected CallOffers Offers { get; }

    protected UserAgent Owner { get; }

    protected DigestClient? Digest { get; }

    public Task<SipResponse> ReinviteAsync(string offer, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default)
    {
        RequestTemplate.CheckHeaders(headers);
        if (!IsEstablished)
        {
            throw new InvalidOperationException("The call is not established.");
        }

        return RunAsync<SipResponse>(result => Offers.Send(offer, headers, result, cancellationToken));
    }

    public Task<SipResponse> SendAsync(
        string method, string? contentType, ReadOnlyMemory<byte> body, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default)
    {
        RequestTemplate.CheckHeaders(headers);
        return RunAsync<SipResponse>(result =>
        {
            // Before the answer there may be several early dialogs; the one that began last is heard.
            var dialog = Dialog ?? Dialogs.LastOrDefault();
            if (dialog is null || IsEnded)
            {
                result.TrySetResult(MadeHere(method, 481));
                return;
            }

            var request = Requests.Create(dialog, method);
            RequestTemplate.AddHeaders(request, headers);
            request.SetBody(contentType, body);
            Requests.Send(dialog, request, response =>
            {
                result.TrySetResult(response);
                EndIfGone(response);
            });
        });
    }

    public Task EndAsync(int statusCode = 480, string? reason = null) => RunAsync<bool>(result => End(statusCode, reason, () => result.TrySetResult(true)));

    /// <summary>A request in the dialog.</summary>
    public void OnRequest(IServerTransaction transaction, Dialog dialog)
    {
        var request = transaction.Request;
        if (!dialog.TryAccept(request))
        {
            transaction.Respond(request.CreateResponse(500, "Request Out of Order"));
            return;
        }

        if (RequestRefusal.Of(request, Layer.Timers) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        switch (request.Method)
        {
            case "BYE":
                transaction.Respond(request.CreateResponse(200));
                OnBye(new(CallEndedBy.Remote, 200, "OK", request.Headers["Reason"], IsEstablished));
                break;
            case "INVITE" or "UPDATE":
                Offers.OnOffer(transaction, dialog);
                break;
            case "INFO" or "MESSAGE":
                var user = new UserTransaction(Layer, transaction);
                Layer.Loop.Schedule(CallOffers.AnswerLimit, () => user.RespondIfOpen(500));
                Tell(new CallRequest(user));
                break;
            case "PRACK":
                OnPrack(transaction);
                break;
            case "OPTIONS":
                transaction.Respond(UserAgentLayer.Capabilities(request));
                break;
            default:
                transaction.Respond(RequestRefusal.OfMethod(request));
                break;
        }
    }

    /// <summary>An ACK for a 2xx of ours.</summary>
    public virtual void OnAck(SipRequest ack) => Offers.OnAck(ack);

    public void Tell(CallEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>Tells the peer that the session goes on (RFC 4028 section 7.4).</summary>
    /// <param name="final">The final response.</param>
    public void Refresh(Action<SipResponse> final) => Offers.Refresh(final);

    /// <summary>A response to a request that is not sent.</summary>
    public SipResponse MadeHere(string method, int statusCode)
    {
        var request = new SipRequest(method, Remote.Uri);
        request.Headers.Add("Call-ID", CallId);
        return request.CreateResponse(statusCode);
    }

    /// <summary>481 and 408 end the dialog (RFC 3261 section 12.2.1.2).</summary>
    public void EndIfGone(SipResponse response)
    {
        if (response.StatusCode is 481 or 408 && IsEstablished)
        {
            Bye(new(CallEndedBy.Failure, response.StatusCode, response.ReasonPhrase, null, true), null);
        }
    }

    /// <summary>Sends BYE and ends the call at once; the peer's answer is waited for by <paramref name="done"/> alone.</summary>
    public void Bye(CallEnded end, string? reason, Action? done = null)
    {
        if (IsEnded)
        {
            done?.Invoke();
            return;
        }

        var bye = Requests.Create(Dialog!, "BYE");
        if (reason is not null)
        {
            bye.Headers.Add("Reason", reason);
        }

        Requests.Send(Dialog!, bye, _ => done?.Invoke());
        Finish(end);
    }

    public void Finish(CallEnded end)
    {
        if (!IsEnded)
        {
            Timer.Stop();
            OnFinished(end);
            Offers.OnEnded(end);
            Tell(end);
            _events.Writer.TryComplete();
            _ended.TrySetResult(end);
            Layer.Remove(this);
            Owner.Remove(this);
        }
    }

    /// <summary>Ends the call in whatever state it is.</summary>
    protected abstract void End(int statusCode, string? reason, Action done);

    /// <summary>The peer hangs up.</summary>
    protected abstract void OnBye(CallEnded end);

    protected virtual void OnPrack(IServerTransaction transaction) => transaction.Respond(transaction.Request.CreateResponse(481));

    protected virtual void OnFinished(CallEnded end)
    {
    }

    protected Task<T> RunAsync<T>(Action<TaskCompletionSource<T>> action)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Layer.Loop.Post(() => action(result));
        return result.Task;
    }
}
