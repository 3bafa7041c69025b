using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Tells senders what became of their messages. May be used on any thread.</summary>
internal sealed class Notifications(
    IApplicationContext context, MessageJournal journal, Mailboxes mailboxes, Outbox outbox, MessageTransport transport, ControlEntries entries)
{
    /// <summary>Takes a notification from a browser.</summary>
    /// <exception cref="RequestException">It cannot be sent.</exception>
    /// <exception cref="StoreException">It could not be stored, and was not sent.</exception>
    public Task SendAsync(MessageSender sender, AccountDispositionRequest request)
    {
        MessageCheck.CheckId(request.MessageId);
        var contact = AddressText.ToAccount(request.Uri);
        var place = Guid.NewGuid().ToString();
        outbox.Reserve(sender.Account, place);
        return mailboxes.RunAsync(sender.Account, async () =>
        {
            try
            {
                await NoteAsync(sender.Account, contact, request);
            }
            catch
            {
                outbox.Release(sender.Account, place);
                throw;
            }

            outbox.Add(sender.Account, contact, place, () => SendAsync(sender, request, place));
        });
    }

    /// <summary>The sender expects less from now on, so that the account's other devices do not tell him again.</summary>
    private async Task NoteAsync(AccountAddress account, AccountAddress contact, AccountDispositionRequest request)
    {
        if (await journal.FindReceivedAsync(account, contact, request.MessageId) is not null)
        {
            await context.Store.Journals.ReportAsync(account, request.MessageId, request.State, report: null);
        }
    }

    private async Task<SendOutcome> SendAsync(MessageSender sender, AccountDispositionRequest request, string id)
    {
        var document = new Imdn(request.MessageId, request.Timestamp, request.State).ToXml(sender.Identity.Uri.ToString());
        var response = await transport.SendAsync(sender, request.Uri, new(Identity.Of(sender.Identity), entries.Now, id, ContentTypes.Imdn, document));
        return response.StatusCode == 408 ? SendOutcome.TimedOut : SendOutcome.Answered;
    }
}
