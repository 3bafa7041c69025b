using Sylk.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Tells senders what became of their messages. May be used on any thread.</summary>
internal sealed class Notifications(
    IApplicationContext context, MessageJournal journal, Mailboxes mailboxes, Outbox outbox, MessageTransport transport, ControlEntries entries)
{
    /// <summary>Takes a notification from a browser. That it was sent is noted afterwards: if the process is ended before, the
    /// journal still shows what is expected, and a device says it again.</summary>
    /// <exception cref="RequestException">It cannot be sent.</exception>
    public Task SendAsync(MessageSender sender, AccountDispositionRequest request)
    {
        MessageCheck.CheckId(request.MessageId);
        var id = Guid.NewGuid().ToString();
        var contact = AddressText.ToAccount(request.Uri);
        outbox.Add(outbox.Reserve(sender.Account, id, request.Timestamp.Length), contact, () => SendAsync(sender, request, id));
        return Task.CompletedTask;
    }

    /// <summary>The sender expects less from now on, so that the account's other devices do not tell him again.</summary>
    private async Task NoteAsync(AccountAddress account, AccountAddress contact, AccountDispositionRequest request)
    {
        if (await journal.FindReceivedAsync(account, contact, request.MessageId) is not null)
        {
            await context.Store.Journals.ReportAsync(account, request.MessageId, request.State, report: null);
        }
    }

    private async Task<SipResponse> SendAsync(MessageSender sender, AccountDispositionRequest request, string id)
    {
        var document = new Imdn(request.MessageId, request.Timestamp, request.State).ToXml(sender.Identity.Uri.ToString());
        var response = await transport.SendAsync(sender, request.Uri, new(Identity.Of(sender.Identity), entries.Now, id, ContentTypes.Imdn, document));
        if (response.IsSuccess)
        {
            await mailboxes.RunAsync(sender.Account, () => NoteAsync(sender.Account, AddressText.ToAccount(request.Uri), request));
        }

        return response;
    }
}
