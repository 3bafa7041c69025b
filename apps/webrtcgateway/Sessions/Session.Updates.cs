using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <content>New offers within the call: re-INVITE one way, <c>session-update</c> the other.</content>
internal abstract partial class Session
{
    private const int NotAcceptableHere = 488;
    private const int RequestPending = 491;

    /// <summary>A browser which has not answered an offer by then does not answer it.</summary>
    private static readonly TimeSpan BrowserTimeout = TimeSpan.FromSeconds(15);

    private ICallOffer? _remoteOffer;

    private Task UpdateAsync(SessionUpdateRequest request, Reply reply) => State switch
    {
        SessionState.Established => OfferAsync(request, reply),
        SessionState.RemoteUpdating => AnswerOfferAsync(request),
        _ => throw new RequestException($"Invalid state for updating session {Id}: {StateName}"),
    };

    /// <summary>The browser offers.</summary>
    private async Task OfferAsync(SessionUpdateRequest request, Reply reply)
    {
        SessionDescription.Check(request.Sdp);
        try
        {
            if (await Media.TryAnswerLocallyAsync(MediaSide.A, request.Sdp) is { } answer)
            {
                reply.Ack();
                Send(new SessionUpdateAccepted(Id, answer));
                return;
            }

            var offer = await Media.RelayOfferAsync(MediaSide.A, request.Sdp);
            if (!IsOver)
            {
                State = SessionState.LocalUpdating;
                reply.Ack();
                _ = ReinviteAsync(offer, request.Headers);
            }
        }
        catch (MediaException e)
        {
            throw new RequestException(e.Message);
        }
    }

    /// <summary>Asks the other side. What else happens in the call goes on meanwhile.</summary>
    private async Task ReinviteAsync(string offer, IReadOnlyList<SipHeader> headers)
    {
        SipResponse response;
        try
        {
            response = await Call!.ReinviteAsync(offer, headers);
        }
        catch (Exception e) when (e is InvalidOperationException or CallEndedException or ArgumentException or FormatException)
        {
            response = new(500, SipStatus.ReasonPhrase(500));
        }

        await Turns.Take(() => GuardAsync(() => CompleteUpdateAsync(response)));
    }

    private async Task CompleteUpdateAsync(SipResponse response)
    {
        if (IsOver)
        {
            return;
        }

        if (response.IsSuccess)
        {
            var answer = await Media.RelayAnswerAsync(MediaSide.B, response.BodyText, isFinal: true);
            State = IsOver ? State : SessionState.Established;
            Send(new SessionUpdateAccepted(Id, answer));
            return;
        }

        await Media.RollbackAsync();
        State = IsOver ? State : SessionState.Established;
        Send(new SessionUpdateFailed(Id, response.ToString().TrimEnd()));
    }

    /// <summary>The other side offers.</summary>
    private async Task OnOfferAsync(ICallOffer offer)
    {
        if (State is not (SessionState.Accepted or SessionState.Established))
        {
            offer.Reject(RequestPending);
            return;
        }

        try
        {
            if (offer.Sdp is not { } sdp)
            {
                var ours = await Media.CreateOfferAsync(MediaSide.B);
                _ = AcceptAsync(offer, ours, applyAnswer: true);
            }
            else if (await Media.TryAnswerLocallyAsync(MediaSide.B, sdp) is { } answer)
            {
                _ = AcceptAsync(offer, answer, applyAnswer: false);
            }
            else if (!Services.HasUpdates)
            {
                offer.Reject(NotAcceptableHere);
            }
            else if (State != SessionState.Established)
            {
                offer.Reject(RequestPending);
            }
            else
            {
                var relayed = await Media.RelayOfferAsync(MediaSide.B, sdp);
                AskBrowser(offer, relayed);
            }
        }
        catch (MediaException e)
        {
            offer.Reject(e.StatusCode);
        }
    }

    private void AskBrowser(ICallOffer offer, string sdp)
    {
        if (IsOver)
        {
            return;
        }

        State = SessionState.RemoteUpdating;
        _remoteOffer = offer;
        Send(new SessionUpdateReceived(Id, sdp));
        _ = GiveUpAsync(offer);
    }

    private async Task GiveUpAsync(ICallOffer offer)
    {
        await Task.WhenAny(Task.Delay(BrowserTimeout, Services.Context.Time), Ended);
        await Turns.Take(() => GuardAsync(async () =>
        {
            if (_remoteOffer == offer && !IsOver)
            {
                offer.Reject(500);
                await WithdrawAsync(offer);
            }
        }));
    }

    /// <summary>An offer of the other side is no longer to be answered.</summary>
    private async Task WithdrawAsync(ICallOffer offer)
    {
        if (_remoteOffer == offer && !IsOver)
        {
            _remoteOffer = null;
            State = SessionState.Established;
            await Media.RollbackAsync();
        }
    }

    /// <summary>The browser answers the other side's offer.</summary>
    private async Task AnswerOfferAsync(SessionUpdateRequest request)
    {
        SessionDescription.Check(request.Sdp);
        var offer = _remoteOffer!;
        _remoteOffer = null;
        State = SessionState.Established;
        try
        {
            var answer = await Media.RelayAnswerAsync(MediaSide.A, request.Sdp, isFinal: true);
            _ = AcceptAsync(offer, answer, applyAnswer: false);
        }
        catch (MediaException e)
        {
            offer.Reject(e.StatusCode);
            await Media.RollbackAsync();
            throw new RequestException(e.Message);
        }
    }

    private async Task AcceptAsync(ICallOffer offer, string sdp, bool applyAnswer)
    {
        try
        {
            if (await offer.AcceptAsync(sdp) is { } answer && applyAnswer)
            {
                await Turns.Take(() => GuardAsync(() => IsOver ? Task.CompletedTask : Media.ApplyAnswerAsync(MediaSide.B, answer)));
            }
        }
        catch (CallEndedException)
        {
            // The end itself is reported by the call's events.
        }
    }
}
