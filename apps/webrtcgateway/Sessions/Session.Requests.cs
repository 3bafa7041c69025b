using Sylk.Abstractions.Media;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <content>What the browser asks for.</content>
internal abstract partial class Session
{
    private readonly Turns _digits = new();

    /// <summary>Carries out a request of the browser.</summary>
    public Task HandleAsync(SessionRequest request, Reply reply) => request switch
    {
        SessionDtmfInfoRequest digits => DialAsync(digits, reply),
        _ => Turns.Take(() => HandleInTurnAsync(request, reply)),
    };

    private Task HandleInTurnAsync(SessionRequest request, Reply reply)
    {
        if (IsOver)
        {
            throw new RequestException($"Unknown session {Id}");
        }

        switch (request)
        {
            case SessionAnswerRequest answer:
                return AnswerAsync(answer, reply);
            case SessionTrickleRequest trickle:
                Trickle(trickle);
                return Task.CompletedTask;
            case SessionTerminateRequest:
                reply.Ack();
                Terminate();
                return Task.CompletedTask;
            case SessionUpdateRequest update:
                return UpdateAsync(update, reply);
            case SessionMessageRequest message:
                SendMessage(message, reply);
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException();
        }
    }

    private void Trickle(SessionTrickleRequest request)
    {
        foreach (var candidate in request.Candidates.DefaultIfEmpty(""))
        {
            Media.AddRemoteCandidate(MediaSide.A, candidate);
        }
    }

    /// <summary>Sends the digits one after the other, after those that are still being sent.</summary>
    private Task DialAsync(SessionDtmfInfoRequest request, Reply reply)
    {
        if (State != SessionState.EarlyMedia && !IsAnswered)
        {
            throw new RequestException($"Invalid state session {Id}: {StateName} for DTMF info");
        }

        reply.Ack();
        return _digits.Take(() => DialogRequests.DialAsync(Call!, request, Services.Context.Time));
    }

    private void SendMessage(SessionMessageRequest request, Reply reply)
    {
        if (State is not (SessionState.Established or SessionState.LocalUpdating or SessionState.RemoteUpdating))
        {
            throw new RequestException($"Invalid state session {Id}: {StateName} for sending messages");
        }

        var message = request with { Timestamp = MessageCheck.Check(request.MessageId, request.Content, request.ContentType, request.Timestamp) };
        reply.Ack();
        _ = SendMessageAsync(message);
    }

    private async Task SendMessageAsync(SessionMessageRequest message)
    {
        var response = await DialogRequests.SendAsync(Call!, Account.Identity, message);
        Send(new SessionDisposition(Id, message.MessageId, message.Timestamp, response.IsSuccess ? "accepted" : "failed", response.StatusCode, response.ReasonPhrase));
    }
}
