using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Removes messages and marks them as read. May be used on any thread.</summary>
internal sealed class Conversations(IStore store, MessageJournal journal, AccountDevices devices, Mailboxes mailboxes, ControlEntries entries, KeptFiles files)
{
    /// <summary>Marks the messages of a contact as read.</summary>
    /// <param name="account">Who has read them.</param>
    /// <param name="contact">Who has sent them.</param>
    /// <param name="requester">The device that asks for it, or <c>null</c>.</param>
    public Task MarkReadAsync(AccountAddress account, AccountAddress contact, Requester? requester) => mailboxes.RunAsync(account, async () =>
    {
        await store.Journals.MarkReadAsync(account, contact, entries.Read(contact));
        devices.Fork(account, new ConversationReadEvent("", contact.ToString()), requester?.Device);
        requester?.Acknowledge();
    });

    /// <summary>Removes a message, also at its receiver. There first: what was acknowledged is done everywhere.</summary>
    /// <returns>Which way it went.</returns>
    public async Task<MessageDirection> RemoveAsync(AccountAddress account, AccountAddress contact, string messageId, Requester? requester)
    {
        await RecallAsync(account, contact, messageId);

        // The message may be about a file of the same id; when the removal is acknowledged it is gone.
        await files.RemoveAsync(messageId, account);
        return await mailboxes.RunAsync(account, () => RemoveOwnAsync(account, contact, messageId, requester));
    }

    /// <summary>Removes a message at its receiver.</summary>
    public Task RecallAsync(AccountAddress sender, AccountAddress receiver, string messageId) => receiver == sender
        ? Task.CompletedTask
        : mailboxes.RunAsync(receiver, () => RemoveReceivedAsync(receiver, sender, messageId));

    /// <summary>Removes all messages exchanged with a contact, for the account alone.</summary>
    public Task RemoveConversationAsync(AccountAddress account, AccountAddress contact, string timestamp, Requester? requester) => mailboxes.RunAsync(account, async () =>
    {
        await store.Journals.RemoveConversationAsync(account, contact, entries.ConversationRemoved(contact, timestamp));
        devices.Fork(account, new ConversationRemovedEvent("", contact.ToString(), timestamp), requester?.Device);
        requester?.Acknowledge();
    });

    private async Task<MessageDirection> RemoveOwnAsync(AccountAddress account, AccountAddress contact, string messageId, Requester? requester)
    {
        var direction = MessageDirection.Outgoing;
        await store.Journals.RemoveAsync(account, messageId, entry =>
        {
            direction = entry?.Direction == MessageDirection.Incoming ? MessageDirection.Incoming : MessageDirection.Outgoing;
            return entries.MessageRemoved(contact, messageId, direction);
        });
        devices.Fork(account, new MessageRemovedEvent("", contact.ToString(), messageId, direction), requester?.Device);
        requester?.Acknowledge();
        return direction;
    }

    /// <summary>The receiver loses the message too, if it is the requester's.</summary>
    private async Task RemoveReceivedAsync(AccountAddress receiver, AccountAddress sender, string messageId)
    {
        if (await journal.FindReceivedAsync(receiver, sender, messageId) is not null)
        {
            await store.Journals.RemoveAsync(receiver, messageId, _ => entries.MessageRemoved(sender, messageId, MessageDirection.Incoming));
            devices.Fork(receiver, new MessageRemovedEvent("", sender.ToString(), messageId, MessageDirection.Incoming));
        }
    }
}
