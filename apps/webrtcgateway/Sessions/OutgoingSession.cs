using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>A call made by the browser.</summary>
internal sealed class OutgoingSession(SessionCreateRequest request, Account account, ConnectionServices services, Action<Session> forget)
    : Session(request.Session, account, services, forget)
{
    private const string Cancelled = "487 Request Terminated";

    /// <summary>The last SDP of a provisional response; it answers our offer, so that a 200 need not.</summary>
    private string? _earlySdp;

    protected override string GivenUpReason => Cancelled;

    protected override (string Caller, string Callee) Parties => (Account.Address, request.Uri);

    protected override TimeSpan GlareDelay => TimeSpan.FromMilliseconds(2100 + (10 * Random.Shared.Next(190)));

    /// <summary>Makes the call; its id is free again if that fails.</summary>
    public Task CreateAsync(Reply reply) => Turns.Take(async () =>
    {
        try
        {
            SessionDescription.Check(request.Sdp);
            var target = AddressText.ToUri(request.Uri);
            if (await Services.Context.Sip.CheckRouteAsync(target, Services.Settings.Proxy) is { } problem)
            {
                throw new RequestException($"DNS lookup error: {problem}");
            }

            if (IsOver)
            {
                return;
            }

            Media = Services.Context.Media.CreateRelay(
                new() { Kind = MediaLegKind.WebRtc, Label = Id },
                new() { Kind = MediaLegKind.Rtp, Encryption = IsTelephoneNumber(target) ? MediaEncryption.None : null, Label = Id });
            var offer = await Media.RelayOfferAsync(MediaSide.A, request.Sdp);
            if (!IsOver)
            {
                Start(target, offer, reply);
            }
        }
        catch (Exception e) when (e is MediaException or ArgumentException or FormatException)
        {
            Discard();
            throw new RequestException(e.Message);
        }
        catch
        {
            Discard();
            throw;
        }
    });

    protected override Task AnswerAsync(SessionAnswerRequest request, Reply reply) =>
        throw new RequestException($"Cannot answer outgoing session {Id}");

    protected override void Terminate()
    {
        if (State == SessionState.Connecting)
        {
            End(Cancelled);
        }
        else
        {
            _ = Call!.EndAsync();
        }
    }

    protected override Task OnCallEventAsync(CallEvent happened)
    {
        switch (happened)
        {
            case CallSent:
                State = SessionState.Progress;
                Send(new SessionProgress(Id));
                return Task.CompletedTask;
            case CallProgress progress:
                return OnProgressAsync(progress.Response.StatusCode, progress.Sdp);
            case CallAnswered answered:
                return OnAnsweredAsync(answered);
            case CallEnded end:
                Finish(ReasonOf(end));
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private void Start(SipUri target, string offer, Reply reply)
    {
        var call = Services.Context.Sip.CreateCall(new()
        {
            Target = target,
            From = Account.Identity,
            Credentials = Account.Credentials,
            OutboundProxy = Services.Settings.Proxy,
            UserAgent = Account.UserAgent,
            Headers = request.Headers,
            Offer = offer,
        });
        Call = call;
        reply.Ack();
        Follow();
        call.Start();
    }

    private async Task OnProgressAsync(int code, string? sdp)
    {
        if (sdp is not null)
        {
            var isFirst = _earlySdp is null;
            _earlySdp = sdp;
            var answer = await Media.RelayAnswerAsync(MediaSide.B, sdp, isFinal: false);
            if (isFirst && !IsOver)
            {
                State = SessionState.EarlyMedia;
                Send(new SessionEarlyMedia(Id, answer, Call!.CallId));
                Send(new SessionProceeding(Id, code));
            }
        }
        else if (code is 180 or 183)
        {
            Send(new SessionRinging(Id));
            Send(new SessionProceeding(Id, code));
        }
    }

    private async Task OnAnsweredAsync(CallAnswered answered)
    {
        var sdp = answered.Sdp ?? _earlySdp ?? throw new MediaException(MediaError.NotAcceptable, "the call was answered without SDP");
        var answer = await Media.RelayAnswerAsync(MediaSide.B, sdp, isFinal: true);
        if (IsOver)
        {
            return;
        }

        State = SessionState.Accepted;
        Send(new SessionAccepted(Id, new(answer, Call!.CallId, Account.ReportedHeaders.Of(answered.Response), IsRepeated: _earlySdp is not null)));
        CheckEstablished();
    }

    /// <summary>Telephone networks are reached through gateways that take plain RTP only.</summary>
    private static bool IsTelephoneNumber(SipUri uri)
    {
        var digits = uri.User switch
        {
            ['+', .. var rest] => rest,
            ['0', '0', .. var rest] => rest,
            _ => "",
        };
        return digits.Length > 0 && digits.All(char.IsAsciiDigit);
    }
}
