using Sylk.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;

namespace Sylk.Echo;

/// <summary>Returns to callers what they say and show, and to senders of messages what they write.</summary>
[SylkApplication(Settings = typeof(EchoSettings))]
public sealed class EchoApplication(IApplicationContext context, EchoSettings settings) : ISylkApplication
{
    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        context.Sip.OnCall(AnswerAsync);
        context.Sip.OnRequest("MESSAGE", new MessageEcho(context).AnswerAsync);
        return ValueTask.CompletedTask;
    }

    /// <summary>The whole call: when this returns, the server hangs up.</summary>
    private async Task AnswerAsync(IIncomingCall call, CancellationToken ended)
    {
        await using var media = context.Media.CreateEcho(new() { Kind = MediaLegKind.Rtp, Label = call.CallId });
        string answer;
        try
        {
            answer = call.Offer is { } offer ? await media.AnswerAsync(offer, ended) : await media.CreateOfferAsync(ended);
        }
        catch (MediaException e)
        {
            call.Reject(e.StatusCode);
            return;
        }

        call.Progress();
        await Task.Delay(settings.AnswerDelay, context.Time, ended);
        if (await call.AnswerAsync(answer) is { } answerToOurs && call.Offer is null)
        {
            await media.ApplyAnswerAsync(answerToOurs, ended);
        }

        await Task.WhenAny(FollowAsync(call, media), FailureOf(media), Task.Delay(settings.MaxDuration, context.Time, ended));
    }

    /// <summary>Answers new offers (hold, another address, video added) until the call ends.</summary>
    private static async Task FollowAsync(ISipCall call, IMediaEcho media)
    {
        await foreach (var happened in call.Events.ReadAllAsync())
        {
            switch (happened)
            {
                case CallOffered { Offer: var offer }:
                    await AnswerAsync(offer, media);
                    break;
                case CallRequest { Request: var request }:
                    request.Respond(200);
                    break;
            }
        }
    }

    private static async Task AnswerAsync(ICallOffer offer, IMediaEcho media)
    {
        try
        {
            var answer = offer.Sdp is { } sdp ? await media.AnswerAsync(sdp) : await media.CreateOfferAsync();
            if (await offer.AcceptAsync(answer) is { } answerToOurs && offer.Sdp is null)
            {
                await media.ApplyAnswerAsync(answerToOurs);
            }
        }
        catch (MediaException e)
        {
            offer.Reject(e.StatusCode);
        }
    }

    private static async Task FailureOf(IMediaEcho media)
    {
        await foreach (var happened in media.Events.ReadAllAsync())
        {
            if (happened is MediaFailed)
            {
                return;
            }
        }
    }
}
