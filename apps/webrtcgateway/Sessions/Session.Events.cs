using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <content>What happens on the SIP side and to the media.</content>
internal abstract partial class Session
{
    /// <summary>Follows call and media from now on.</summary>
    protected void Follow()
    {
        _began = services.Context.Time.GetTimestamp();
        var (caller, callee) = Parties;
        services.Context.Logger.LogCallBegins(Call!.CallId, caller, callee, id);
        _ = FollowCallAsync(Call!);
        _ = FollowMediaAsync();
    }

    private async Task FollowCallAsync(ISipCall call)
    {
        await foreach (var happened in call.Events.ReadAllAsync())
        {
            await Turns.Take(() => GuardAsync(() => OnAsync(happened)));
        }
    }

    private Task OnAsync(CallEvent happened)
    {
        switch (happened)
        {
            case CallOffered { Offer: var offer }:
                return OnOfferAsync(offer);
            case CallOfferCancelled { Offer: var offer }:
                return WithdrawAsync(offer);
            case CallRequest { Request: var request }:
                OnRequest(request);
                return Task.CompletedTask;
            default:
                return IsOver ? Task.CompletedTask : OnCallEventAsync(happened);
        }
    }

    private void OnRequest(ISipServerTransaction request)
    {
        request.Respond(200);
        if (DialogRequests.AsksForKeyFrame(request.Request))
        {
            Media.RequestKeyFrame(MediaSide.A);
        }
        else if (DialogRequests.ReadMessage(request.Request, Call!.Remote, Services.Context.Time) is { } message)
        {
            Report(message);
        }
    }

    private void Report(ChatMessage message)
    {
        switch (ContentTypes.Essence(message.ContentType))
        {
            case ContentTypes.Composing or ContentTypes.PublicKey:
                break;
            case ContentTypes.Imdn when Imdn.Parse(message.Content) is { } imdn:
                Send(new SessionDisposition(Id, imdn.MessageId, imdn.Timestamp, MessageWords.Of(imdn.State), 200, ""));
                break;
            case ContentTypes.Imdn:
                break;
            default:
                Send(new SessionMessageReceived(Id, message));
                break;
        }
    }

    private async Task FollowMediaAsync()
    {
        await foreach (var happened in Media.Events.ReadAllAsync())
        {
            switch (happened)
            {
                case MediaEstablished { Side: MediaSide.A }:
                    _isMediaUp = true;
                    CheckEstablished();
                    break;
                case MediaFailed failed when !IsOver:
                    Services.Context.Logger.LogMediaFailed(Call!.CallId, failed.Detail);
                    End(MediaReason.Of(failed.Failure));
                    break;
                case MediaKeyFrameNeeded { Side: MediaSide.B } when IsAnswered:
                    _ = DialogRequests.AskForKeyFrameAsync(Call!);
                    break;
            }
        }
    }

    /// <summary>A fault in handling one call ends that call.</summary>
    private async Task GuardAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (MediaException e)
        {
            End($"{e.StatusCode} {SipStatus.ReasonPhrase(e.StatusCode)}", e.StatusCode);
        }
#pragma warning disable CA1031 // Whatever it is, it is one call's and not the connection's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Services.Context.Logger.LogCallFailed(e, Call!.CallId);
            End("500 Server Internal Error", 500);
        }
    }
}
