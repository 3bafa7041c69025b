using Sylk.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Takes messages from browsers: stored, told to the sender's other devices, acknowledged, and sent. What was acknowledged
/// and not sent, because the process was ended, is sent after the next start. May be used on any thread.</summary>
internal sealed class Submission(
    IApplicationContext context,
    MessageJournal journal,
    AccountDevices devices,
    Mailboxes mailboxes,
    Outbox outbox,
    MessageTransport transport,
    DispositionReports reports,
    Conversations conversations)
{
    /// <summary>Accounts whose messages are sent without them; the rest waits for its login.</summary>
    private const int MaxResumed = 10_000;

    private const MessageDispositions Both = MessageDispositions.PositiveDelivery | MessageDispositions.Display;

    /// <summary>Takes a message.</summary>
    /// <exception cref="RequestException">It cannot be sent.</exception>
    /// <exception cref="StoreException">It could not be stored, and was not sent.</exception>
    public Task SendAsync(MessageSender sender, AccountMessageRequest request, Reply reply)
    {
        var timestamp = MessageCheck.Check(request.MessageId, request.Content, request.ContentType, request.Timestamp);
        var message = new ChatMessage(Identity.Of(sender.Identity), timestamp, request.MessageId, request.ContentType, request.Content, Both);
        if (ContentTypes.Essence(message.ContentType) == ContentTypes.Composing)
        {
            return SendComposingAsync(sender, request.Uri, message with { Dispositions = null });
        }

        return mailboxes.RunAsync(sender.Account, async () =>
        {
            var place = outbox.Reserve(sender.Account, message.Id, message.Content.Length);
            try
            {
                if (await StoreAsync(sender.Account, AddressText.ToAccount(request.Uri), message))
                {
                    devices.Fork(sender.Account, new MessageAddedEvent("", request), except: sender.Device);
                }
            }
            catch
            {
                outbox.Release(place);
                throw;
            }

            sender.Device!.Post(reply.Ack);
            Transmit(place, sender, request.Uri, message);
        });
    }

    /// <summary>A sign of typing takes the same way as messages, so that none overtakes the other, and nothing else is made of it.</summary>
    private Task SendComposingAsync(MessageSender sender, string uri, ChatMessage message)
    {
        var place = outbox.Reserve(sender.Account, message.Id, message.Content.Length);
        outbox.Add(place, AddressText.ToAccount(uri), () => transport.SendAsync(sender, uri, message));
        return Task.CompletedTask;
    }

    /// <summary>The account has logged in: notes it, and sends what has been waiting since the process was ended.</summary>
    public async Task ResumeAsync(MessageSender sender)
    {
        try
        {
            await mailboxes.RunAsync(sender.Account, async () =>
            {
                await context.Store.Accounts.TouchAsync(sender.Account);
                await TransmitPendingAsync(sender);
            });
        }
        catch (StoreException exception)
        {
            context.Logger.LogNotResumed(sender.Account, exception.Message);
        }
    }

    /// <summary>Sends what has been waiting since the process was ended, for the accounts that do not come back to do it. Who does not
    /// believe this server gets it when they do.</summary>
    public async Task ResumeAllAsync()
    {
        try
        {
            foreach (var account in await context.Store.Journals.PendingAccountsAsync(MaxResumed, context.Stopping))
            {
                await mailboxes.RunAsync(account, () => TransmitPendingAsync(MessageSender.VouchedFor(account)));
            }
        }
        catch (StoreException exception)
        {
            context.Logger.LogNoneResumed(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    /// <summary>This server's word for the sender was not enough. He may have come back meanwhile.</summary>
    private async Task ResumeWithCredentialsAsync(AccountAddress account, Outbox.Place place)
    {
        outbox.Release(place);
        if (MessageSender.Of(account, devices) is { Credentials: not null } sender)
        {
            await mailboxes.RunAsync(account, () => TransmitPendingAsync(sender));
        }
    }

    private async Task TransmitPendingAsync(MessageSender sender)
    {
        var pending = await context.Store.Journals.PendingAsync(sender.Account, Outbox.MaxMessages);
        var resumed = 0;
        foreach (var e in pending.Where(e => !outbox.Holds(sender.Account, e.MessageId)))
        {
            if (outbox.TryReserve(sender.Account, e.MessageId, e.Content.Length) is not { } place)
            {
                break;
            }

            resumed++;
            Transmit(place, sender, e.Contact.ToString(), new(Identity.Of(sender.Identity), e.Timestamp, e.MessageId, e.ContentType, e.Content, e.Dispositions));
        }

        if (resumed > 0)
        {
            context.Logger.LogResumed(resumed, sender.Account);
        }
    }

    /// <returns>Whether it is new; the other devices know it else.</returns>
    private async Task<bool> StoreAsync(AccountAddress account, AccountAddress contact, ChatMessage message)
    {
        var type = ContentTypes.Essence(message.ContentType);
        if (type == ContentTypes.PublicKey)
        {
            await context.Store.PublicKeys.SetAsync(account, message.Content);
        }

        // A key for oneself is new when it arrives.
        var isKey = ContentTypes.IsKey(type);
        if ((isKey && contact == account) || await journal.AddAsync(account, contact, message, MessageDirection.Outgoing, MessageState.Pending))
        {
            return true;
        }

        if (await journal.FindSentAsync(account, contact, message.Id) is not null)
        {
            // It is tried again.
            await context.Store.Journals.ReportAsync(account, message.Id, MessageState.Pending, report: null);
        }
        else if (!isKey)
        {
            // What cannot be stored is not sent.
            throw MessageCheck.Invalid("message_id", message.Id);
        }

        return false;
    }

    private void Transmit(Outbox.Place place, MessageSender sender, string uri, ChatMessage message)
    {
        var contact = AddressText.ToAccount(uri);
        outbox.Add(place, contact, async () =>
        {
            var response = await RespondedAsync(sender, uri, message);
            await AnsweredAsync(place, sender, contact, message, response);
            return response;
        });
    }

    private async Task<SipResponse> RespondedAsync(MessageSender sender, string uri, ChatMessage message)
    {
        try
        {
            return await transport.SendAsync(sender, uri, message);
        }
        catch (StoreException)
        {
            // Of the receiver, who is here: as it would be told by SIP.
            return new(503, SipStatus.ReasonPhrase(503));
        }
#pragma warning disable CA1031 // A fault of ours must not leave the sender without a word.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            context.Logger.LogSendFailed(exception, message.Id, sender.Account);
            return new(500, SipStatus.ReasonPhrase(500));
        }
    }

    private async Task AnsweredAsync(Outbox.Place place, MessageSender sender, AccountAddress contact, ChatMessage message, SipResponse response)
    {
        if (response.IsSuccess)
        {
            context.Logger.LogSent(message.Id, sender.Account, contact, response.StatusCode);
        }
        else if (context.Stopping.IsCancellationRequested)
        {
            // It says nothing about the message.
            return;
        }
        else if (sender.Credentials is null)
        {
            await ResumeWithCredentialsAsync(sender.Account, place);
            return;
        }
        else
        {
            context.Logger.LogNotSent(message.Id, sender.Account, contact, response.ToString());
        }

        var state = response.IsSuccess ? MessageState.Accepted : MessageState.Failed;
        var report = new DispositionEvent("", message.Id, message.Timestamp, state, response.StatusCode, response.ReasonPhrase);
        var isThere = await mailboxes.RunAsync(sender.Account, () => reports.AnsweredAsync(sender.Account, contact, report));
        if (!isThere && response.IsSuccess)
        {
            // When its sender removed it the receiver did not have it yet.
            await conversations.RecallAsync(sender.Account, contact, message.Id);
        }
    }
}
