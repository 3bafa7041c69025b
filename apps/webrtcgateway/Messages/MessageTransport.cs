using System.Text;
using Sylk.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Brings messages to their receivers: by SIP, or inside this server alone if the settings say so.</summary>
internal sealed class MessageTransport(IApplicationContext context, WebRtcGatewaySettings settings, Delivery delivery)
{
    /// <summary>Tells that a request is for phones of the account and of no interest to browsers.</summary>
    public const string ToPhones = "X-Sylk-To-Sip";

    /// <summary>Sends a message.</summary>
    /// <param name="sender">Who sends it.</param>
    /// <param name="uri">Address of the receiver.</param>
    /// <param name="message">The message.</param>
    /// <returns>The response; 503 if there is no way.</returns>
    /// <exception cref="OperationCanceledException">The application stops; nothing is known.</exception>
    public async Task<SipResponse> SendAsync(MessageSender sender, string uri, ChatMessage message)
    {
        var target = AddressText.ToUri(uri);
        if (settings.Messages.LocalOnly)
        {
            var status = await delivery.DeliverAsync(new(AddressText.ToAccount(target), sender.Account, message));
            return new(status, SipStatus.ReasonPhrase(status));
        }

        var options = Options(sender, target);
        return await MessageForm.SendAsync(
            sender.Identity, new(target), message, (type, body) => context.Sip.SendAsync(options with { ContentType = type, Body = body }, context.Stopping));
    }

    /// <summary>Sends a message that only phones are to see: browsers are told otherwise. It does not matter what comes of it.</summary>
    /// <exception cref="OperationCanceledException">The application stops.</exception>
    public Task SendToPhonesAsync(MessageSender sender, string uri, ChatMessage message)
    {
        var target = AddressText.ToUri(uri);
        IReadOnlyList<SipHeader> own = AddressText.ToAccount(target) == sender.Account ? [new("X-Replicated-Message", "yes")] : [];
        return settings.Messages.LocalOnly
            ? Task.CompletedTask
            : context.Sip.SendAsync(
                Options(sender, target, [new(ToPhones, "yes"), .. own]) with
                {
                    ContentType = ContentTypes.Cpim,
                    Body = CpimMessage.Write(sender.Identity, new(target), message),
                },
                context.Stopping);
    }

    /// <summary>Tells the phones of an account what its browsers have done. It does not matter what comes of it.</summary>
    public Task TellPhonesAsync(MessageSender sender, string contentType, string content) =>
        TellPhonesAsync(sender, sender.Identity.Uri, contentType, content);

    /// <summary>Tells the phones of an account something in the name of another, or of itself. It does not matter what comes of it.</summary>
    public async Task TellPhonesAsync(MessageSender sender, SipUri account, string contentType, string content)
    {
        if (settings.Messages.LocalOnly)
        {
            return;
        }

        try
        {
            var response = await context.Sip.SendAsync(
                Options(sender, account, [new(ToPhones, "yes")]) with { ContentType = contentType, Body = Encoding.UTF8.GetBytes(content) },
                context.Stopping);
            context.Logger.LogPhonesTold(contentType, account, response.StatusCode);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    /// <summary>Who has no credentials at hand is vouched for (RFC 3325); whoever trusts this server believes it.</summary>
    private OutgoingRequestOptions Options(MessageSender sender, SipUri target, IReadOnlyList<SipHeader>? headers = null) => new()
    {
        Method = "MESSAGE",
        Target = target,
        From = sender.Identity,
        Credentials = sender.Credentials,
        OutboundProxy = settings.Proxy,
        UserAgent = sender.UserAgent,
        Headers = sender.Credentials is null ? [new("P-Asserted-Identity", $"<{sender.Identity.Uri}>"), .. headers ?? []] : headers ?? [],
    };
}
