using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Push;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Takes messages for accounts, wherever they come from: stored first, then told to the devices. May be used on any thread.</summary>
internal sealed class Delivery(
    IStore store, MessageJournal journal, AccountDevices devices, Mailboxes mailboxes, DispositionReports reports, IPush push, ILogger logger)
{
    /// <summary>Delivers a message. The same message may come several times.</summary>
    /// <returns>The status of SIP that says what came of it. After 200 the message is safe.</returns>
    /// <exception cref="StoreException">It could not be stored, and nobody was told.</exception>
    public async Task<int> DeliverAsync(ReceivedMessage received)
    {
        received = received with { Message = ForBrowsers(received) };
        if (!await IsKnownAsync(received.To))
        {
            logger.LogReceiverUnknown(received.Message.Id, received.From, received.To);
            await NoteSentAsync(received);
            return 404;
        }

        switch (ContentTypes.Essence(received.Message.ContentType))
        {
            case ContentTypes.Composing:
                TellComposing(received);
                return 200;
            case ContentTypes.Imdn:
                return await NotifyAsync(received);
            case var type:
                await DeliverAsync(received, type);
                logger.LogReceived(received.Message.Id, received.From, received.To);
                return 200;
        }
    }

    /// <summary>Adds a message to the journal of its sender, who has sent it otherwise than from a browser, and tells his devices.</summary>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="StoreException">It could not be stored, and nobody was told.</exception>
    public Task<bool> AddSentAsync(ReceivedMessage received) => mailboxes.RunAsync(received.From, () => AddSentNowAsync(received));

    /// <summary>What phones tell of files is told to browsers in their own words.</summary>
    private static ChatMessage ForBrowsers(ReceivedMessage received)
    {
        var message = received.Message;
        return ContentTypes.Essence(message.ContentType) == RcsFileTransfer.MessageType
            && RcsFileTransfer.Read(message.Content, message.Id, received.From.ToString(), received.To.ToString(), message.Timestamp) is { } transfer
                ? message with { ContentType = FileTransfer.MessageType, Content = transfer.ToJson() }
                : message;
    }

    private async ValueTask<bool> IsKnownAsync(AccountAddress account) => devices.IsOnline(account) || await store.Accounts.IsKnownAsync(account);

    private async Task<int> NotifyAsync(ReceivedMessage received)
    {
        if (Imdn.Parse(received.Message.Content) is not { } imdn)
        {
            return 400;
        }

        var report = new DispositionEvent("", imdn.MessageId, imdn.Timestamp, imdn.State, 200, "");
        await mailboxes.RunAsync(received.To, () => reports.NotifiedAsync(received.To, received.From, report));
        return 200;
    }

    /// <summary>It is for this moment and not kept.</summary>
    private void TellComposing(ReceivedMessage received)
    {
        foreach (var device in devices.Of(received.To).Where(d => d.ReceivesComposing))
        {
            device.Send(new MessageReceivedEvent("", received.Message with { Dispositions = null }));
        }
    }

    private async Task DeliverAsync(ReceivedMessage received, string type)
    {
        // An account of this server has set its key itself: what comes by SIP in its name may be somebody else's.
        if (type == ContentTypes.PublicKey && (received.IsSentElsewhere || !await IsKnownAsync(received.From)))
        {
            await store.PublicKeys.SetAsync(received.From, received.Message.Content);
        }

        await NoteSentAsync(received);
        await mailboxes.RunAsync(received.To, () => AddReceivedAsync(received));
    }

    /// <summary>Who writes on a phone finds it on his browsers, even if the receiver has none.</summary>
    private async Task NoteSentAsync(ReceivedMessage received)
    {
        if (received.IsSentElsewhere && ContentTypes.Essence(received.Message.ContentType) is not (ContentTypes.Composing or ContentTypes.Imdn)
            && await IsKnownAsync(received.From))
        {
            await AddSentAsync(received);
        }
    }

    private async Task<bool> AddSentNowAsync(ReceivedMessage received)
    {
        var message = received.Message;
        var isNew = await journal.AddAsync(received.From, received.To, message, MessageDirection.Outgoing, MessageState.Accepted);
        if (isNew)
        {
            devices.Fork(received.From, new MessageAddedEvent("", new(
                "1", received.From.ToString(), received.To.ToString(), message.Id, message.Content, message.ContentType, message.Timestamp, ServerGenerated: true)));
        }

        return isNew;
    }

    private async Task AddReceivedAsync(ReceivedMessage received)
    {
        var message = received.Message;
        if (await AddAsync(received, message) || await IsOnItsWayToSelfAsync(received))
        {
            Tell(received, message);
        }
        else if (await IsOfSomebodyElseAsync(received))
        {
            // Ids are unique by chance only (RFC 5438 section 6.3), and some senders leave nothing to it.
            message = message with { Id = SessionId.Of($"{received.From} {message.Id}") };
            if (await AddAsync(received, message))
            {
                Tell(received, message);
            }
        }
    }

    /// <summary>Devices that are connected get the message, others are woken.</summary>
    private void Tell(ReceivedMessage received, ChatMessage message)
    {
        devices.Fork(received.To, new MessageReceivedEvent("", message));
        push.MessageStored(received.To, received.From, message);
    }

    private Task<bool> AddAsync(ReceivedMessage received, ChatMessage message) =>
        journal.AddAsync(received.To, received.From, message, MessageDirection.Incoming, MessageState.Received);

    /// <summary>Whether the id is that of a message which is not this one.</summary>
    private async Task<bool> IsOfSomebodyElseAsync(ReceivedMessage received) =>
        await store.Journals.FindAsync(received.To, received.Message.Id) is { } entry
        && (entry.Contact != received.From || (entry.Direction != MessageDirection.Incoming && received.From != received.To));

    /// <summary>A message to oneself is in the journal since it was sent.</summary>
    private async Task<bool> IsOnItsWayToSelfAsync(ReceivedMessage received) =>
        received.From == received.To
        && await journal.FindSentAsync(received.To, received.From, received.Message.Id) is { State: MessageState.Pending or MessageState.Failed };
}
