using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <content>New offers of the other side: re-INVITE and UPDATE.</content>
internal abstract partial class Session
{
    private const int NotAcceptableHere = 488;
    private const int RequestPending = 491;

    /// <summary>A browser which has not answered an offer by then does not answer it.</summary>
    private static readonly TimeSpan BrowserTimeout = TimeSpan.FromSeconds(15);

    private ICallOffer? _remoteOffer;

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
            else if (await Media.TryAnswerLocallyAsync(MediaSide.B, sdp, holdToo: !Services.HasUpdates) is { } answer)
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
                await WithdrawAsync(offer);
                await AnswerWithoutBrowserAsync(offer);
            }
        }));
    }

    /// <summary>A browser that says nothing to a hold is held all the same.</summary>
    private async Task AnswerWithoutBrowserAsync(ICallOffer offer)
    {
        if (await Media.TryAnswerLocallyAsync(MediaSide.B, offer.Sdp!, holdToo: true) is { } answer)
        {
            _ = AcceptAsync(offer, answer, applyAnswer: false);
        }
        else
        {
            offer.Reject(500);
        }
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
