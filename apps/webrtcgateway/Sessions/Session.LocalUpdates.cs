using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <content>New offers of the browser: <c>session-update</c>.</content>
internal abstract partial class Session
{
    private int _localOffers;

    private Task UpdateAsync(SessionUpdateRequest request, Reply reply) => State switch
    {
        SessionState.Established => OfferAsync(request, reply),
        SessionState.RemoteUpdating => AnswerOfferAsync(request),
        _ => throw new RequestException($"Invalid state for updating session {Id}: {StateName}"),
    };

    /// <summary>The browser offers. What concerns its own leg alone is answered here; the other side is asked about all else.</summary>
    private async Task OfferAsync(SessionUpdateRequest request, Reply reply)
    {
        SessionDescription.Check(request.Sdp);
        _localOffers++;
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
                reply.Ack();
                _ = ReinviteAsync(offer, request.Headers, response => CompleteUpdateAsync(request.Sdp, response));
            }
        }
        catch (MediaException e)
        {
            throw new RequestException(e.Message);
        }
    }

    /// <summary>Asks the other side. What else happens in the call goes on meanwhile.</summary>
    private async Task ReinviteAsync(string offer, IReadOnlyList<SipHeader> headers, Func<SipResponse, Task> complete)
    {
        State = SessionState.LocalUpdating;
        SipResponse response;
        try
        {
            response = await Call!.ReinviteAsync(offer, headers);
        }
        catch (Exception e) when (e is InvalidOperationException or CallEndedException or ArgumentException or FormatException)
        {
            response = new(500, SipStatus.ReasonPhrase(500));
        }

        await Turns.Take(() => GuardAsync(async () =>
        {
            if (!IsOver)
            {
                await complete(response);
                State = IsOver ? State : SessionState.Established;
            }
        }));
    }

    private async Task CompleteUpdateAsync(string sdp, SipResponse response)
    {
        if (response.IsSuccess)
        {
            Send(new SessionUpdateAccepted(Id, await Media.RelayAnswerAsync(MediaSide.B, response.BodyText, isFinal: true)));
            return;
        }

        await Media.RollbackAsync();
        if (await Media.TryAnswerLocallyAsync(MediaSide.A, sdp, holdToo: true) is not { } answer)
        {
            Send(new SessionUpdateFailed(Id, response.ToString().TrimEnd()));
            return;
        }

        // Who does not want to hear of a hold is held all the same.
        Send(new SessionUpdateAccepted(Id, answer));
        if (response.StatusCode == RequestPending)
        {
            _ = TellOfHoldAsync(_localOffers);
        }
    }

    /// <summary>Tells the other side, which was offering itself, of a hold a while later, unless the browser has offered since.</summary>
    private async Task TellOfHoldAsync(int localOffers)
    {
        await Task.WhenAny(Task.Delay(GlareDelay, Services.Context.Time), Ended);
        await Turns.Take(() => GuardAsync(async () =>
        {
            if (State == SessionState.Established && _localOffers == localOffers)
            {
                var offer = await Media.CreateOfferAsync(MediaSide.B);
                _ = ReinviteAsync(offer, [], response =>
                    response.IsSuccess ? Media.ApplyAnswerAsync(MediaSide.B, response.BodyText) : Media.RollbackAsync());
            }
        }));
    }
}
