using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>What the browsers of a connection ask for about messages. Lives on the connection's loop.</summary>
internal sealed class AccountMessages(ConnectionServices services)
{
    private readonly Turns _syncs = new();
    private readonly Turns _lookups = new();

    private Mailroom Mailroom => services.Gateway.Mailroom;

    /// <summary>Carries out a request.</summary>
    /// <param name="account">The account it is about.</param>
    /// <param name="request">The request.</param>
    /// <param name="reply">Its answer.</param>
    /// <exception cref="RequestException">The account is not proven to be the browser's, or the request cannot be carried out.</exception>
    public Task HandleAsync(Account account, MessageRequest request, Reply reply) => !account.IsAuthenticated
        ? throw new RequestException("Account not authenticated")
        : request switch
        {
            AccountMessageRequest message => Mailroom.Submission.SendAsync(account.Sender, message, reply),
            AccountDispositionRequest disposition => Mailroom.Notifications.SendAsync(account.Sender, disposition),
            AccountSyncConversationsRequest sync => SyncAsync(account, sync, reply),
            AccountMarkConversationReadRequest read => MarkReadAsync(account.Sender, AddressText.ToAccount(read.Contact), new(account.Device, reply)),
            AccountRemoveMessageRequest remove => RemoveAsync(account.Sender, AddressText.ToAccount(remove.Contact), remove.MessageId, new(account.Device, reply)),
            AccountRemoveConversationRequest remove => RemoveConversationAsync(account.Sender, AddressText.ToAccount(remove.Contact), new(account.Device, reply)),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Libraries take the next event for the answer to what they asked first: they come one for each request, in order.</summary>
    public Task HandleAsync(LookupPublicKeyRequest request) => _lookups.Take(async () =>
        services.Send(new PublicKeyEvent(request.Uri, await services.Context.Store.PublicKeys.FindAsync(AddressText.ToAccount(request.Uri)))));

    /// <summary>Sends a part of the journal; those that are asked for one after the other are sent so, because each may be long.</summary>
    private Task SyncAsync(Account account, AccountSyncConversationsRequest request, Reply reply)
    {
        DateTimeOffset? since = null;
        if (!string.IsNullOrEmpty(request.Since))
        {
            since = MessageTime.Parse(request.Since, services.Context.Time.LocalTimeZone)
                ?? throw new RequestException($"Invalid value for 'since' property: {PythonText.Of(request.Since)}");
        }

        var query = new JournalQuery(request.MessageId, since, request.Limit);
        return _syncs.Take(async () =>
        {
            var sent = new TaskCompletionSource<Task>();
            var device = account.Device;

            // In its place between what happens to the journal: who applies what he is told in the order of its coming must not
            // find a removal after the messages that followed it.
            await Mailroom.InOrderAsync(account.Key, async () =>
            {
                var send = await services.Open(new(account.Name, services.Context.Store.Journals.ReadAsync(account.Key, query)));
                device.Post(() =>
                {
                    reply.Ack();
                    sent.SetResult(send());
                });
            });
            await await sent.Task;
        });
    }

    private async Task MarkReadAsync(MessageSender sender, AccountAddress contact, Requester requester)
    {
        await Mailroom.Conversations.MarkReadAsync(sender.Account, contact, requester);
        _ = Mailroom.Transport.TellPhonesAsync(sender, ContentTypes.ConversationRead, ControlEntries.Json(("contact", contact.ToString())));
    }

    private async Task RemoveAsync(MessageSender sender, AccountAddress contact, string messageId, Requester requester)
    {
        MessageCheck.CheckId(messageId);
        var direction = await Mailroom.Conversations.RemoveAsync(sender.Account, contact, messageId, requester);
        _ = Mailroom.Transport.TellPhonesAsync(sender, ContentTypes.MessageRemove, ControlEntries.RemovedText(contact, messageId, direction));
    }

    private async Task RemoveConversationAsync(MessageSender sender, AccountAddress contact, Requester requester)
    {
        var timestamp = MessageTime.Of(services.Context.Time.GetUtcNow());
        await Mailroom.Conversations.RemoveConversationAsync(sender.Account, contact, timestamp, requester);
        _ = Mailroom.Transport.TellPhonesAsync(
            sender, ContentTypes.ConversationRemove, ControlEntries.Json(("contact", contact.ToString()), ("timestamp", timestamp)));
    }
}
