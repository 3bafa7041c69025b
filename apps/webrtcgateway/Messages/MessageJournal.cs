using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Puts messages into the journals of accounts. Called in the mailbox of the account.</summary>
internal sealed class MessageJournal(IStore store)
{
    /// <summary>Adds a message. Of a key nothing but the id is kept there, so that it still can be told what came after it; signs of
    /// typing leave no trace.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> AddAsync(AccountAddress account, AccountAddress contact, ChatMessage message, MessageDirection direction, MessageState state)
    {
        var type = ContentTypes.Essence(message.ContentType);
        if (type == ContentTypes.Composing)
        {
            return true;
        }

        var isKey = ContentTypes.IsKey(type);
        var draft = new JournalDraft
        {
            MessageId = message.Id,
            Contact = contact,
            Timestamp = message.Timestamp,
            Direction = direction,
            ContentType = message.ContentType,
            Content = isKey ? "" : message.Content,
            Dispositions = message.Dispositions,
            State = state,
        };
        if (await store.Journals.AppendAsync(account, draft) is null)
        {
            return false;
        }

        if (isKey)
        {
            await store.Journals.RemoveAsync(account, message.Id, static _ => null);
        }

        return true;
    }

    /// <summary>The message if it is there as one sent by the account to a contact.</summary>
    public async Task<JournalEntry?> FindSentAsync(AccountAddress account, AccountAddress contact, string messageId) =>
        await store.Journals.FindAsync(account, messageId) is { Direction: MessageDirection.Outgoing } sent && sent.Contact == contact ? sent : null;

    /// <summary>The message if it is there as one received by the account from a contact.</summary>
    public async Task<JournalEntry?> FindReceivedAsync(AccountAddress account, AccountAddress contact, string messageId) =>
        await store.Journals.FindAsync(account, messageId) is { Direction: MessageDirection.Incoming } received && received.Contact == contact ? received : null;
}
