using System.Security.Cryptography;
using System.Text;
using Sylk.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Takes MESSAGE requests (RFC 3428) for accounts. They come through the contacts of browsers, or for the application; the
/// host has seen to it that they come from where they may. May be used on any thread.</summary>
internal sealed class IncomingMessages(IApplicationContext context, WebRtcGatewaySettings settings, Delivery delivery, PhoneCommands commands)
{
    /// <summary>On messages which the sender has written on a phone.</summary>
    private const string FromPhone = "X-Sylk-From-Sip";

    private const int RetryAfterSeconds = 10;

    private readonly RecentRequests _recent = new();

    /// <summary>Takes a request for the account which its Request-URI names. A port in it is that of the server where the domain is.</summary>
    public Task ReceiveAsync(ISipServerTransaction transaction) => ReceiveAsync(AccountAddress.Of(transaction.Request.RequestUri.AddressOfRecord), transaction);

    /// <summary>Takes a request for an account.</summary>
    public async Task ReceiveAsync(AccountAddress account, ISipServerTransaction transaction)
    {
        var request = transaction.Request;
        var response = request.CreateResponse(await _recent.OnceAsync(KeyOf(account, request), () => HandleAsync(account, request, transaction.Peer.IsTrusted)));
        if (response.StatusCode == 503)
        {
            response.Headers.Add("Retry-After", $"{RetryAfterSeconds}");
        }
        else if (response.StatusCode == 415)
        {
            response.Headers.Add("Accept", "*/*");
            response.Headers.Add("Accept-Encoding", "identity, deflate");
        }

        transaction.Respond(response);
    }

    /// <summary>The same for copies of a request (RFC 3261 section 8.2.2.2), and short, whatever they write.</summary>
    private static string KeyOf(AccountAddress account, SipRequest request) => Convert.ToBase64String(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{account} {request.CallId} {request.Headers["CSeq"]} {request.From?.Tag}")));

    private async Task<int> HandleAsync(AccountAddress account, SipRequest request, bool isTrusted)
    {
        if (request is { From: null } or { To: null } or { ContentType: null } or { Body.IsEmpty: true })
        {
            return 400;
        }

        // One of our own that has come back to us.
        if (request.Headers.Contains(MessageTransport.ToPhones))
        {
            return 200;
        }

        if (MessageBody.Read(request, settings.MaxMessageBytes) is not { } body)
        {
            return 415;
        }

        try
        {
            // Longer addresses name nobody.
            if (AddressText.ToAccount(request.From!.Uri).ToString().Length > AddressText.MaxLength || account.ToString().Length > AddressText.MaxLength)
            {
                return 400;
            }

            return Read(request, body) is { } message
                ? await DeliverAsync(account, request, message, isTrusted)
                : request.ContentType == ContentTypes.Cpim ? 400 : 415;
        }
        catch (StoreException exception)
        {
            context.Logger.LogNotStored(account.ToString(), exception.Message);
            return 503;
        }
#pragma warning disable CA1031 // Whatever it is, it is one message's; its copies wait for the answer too.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Logger.LogReceiveFailed(exception, account.ToString());
            return 500;
        }
    }

    private Task<int> DeliverAsync(AccountAddress account, SipRequest request, ChatMessage message, bool isTrusted)
    {
        // Anybody can write the header: it makes the sender one of ours, whose messages are kept and whose commands are carried out.
        var received = new ReceivedMessage(account, AddressText.ToAccount(request.From!.Uri), message, isTrusted && request.Headers.Contains(FromPhone));
        return PhoneCommands.Includes(message.ContentType)
            ? commands.HandleAsync(received, request.From!.Uri, request.To!.Uri)
            : delivery.DeliverAsync(received);
    }

    /// <summary>The message in a request. One without an id has the same whenever it comes.</summary>
    private ChatMessage? Read(SipRequest request, ReadOnlyMemory<byte> body)
    {
        var id = SessionId.Of($"{request.CallId} {request.Headers["CSeq"]}");
        var now = MessageTime.Of(context.Time.GetUtcNow());
        if (request.ContentType == ContentTypes.Cpim)
        {
            return CpimReader.Read(body.Span)?.Unwrap(request.From!, now, id);
        }

        var contentType = request.Headers["Content-Type"]!;
        return !contentType.Any(char.IsControl) && MessageText.Decode(contentType, body.Span) is { } content
            ? new(Identity.Of(request.From!), now, id, ContentTypes.IsBinary(contentType) ? contentType : ContentTypes.WithoutCharset(contentType), content)
            : null;
    }
}
