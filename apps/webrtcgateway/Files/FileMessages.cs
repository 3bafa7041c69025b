using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Tells of files as messages do: browsers get JSON, phones the document of RCS and a text with the URL.</summary>
internal sealed class FileMessages(AccountDevices devices, Delivery delivery, MessageTransport transport)
{
    private const MessageDispositions Wanted = MessageDispositions.PositiveDelivery | MessageDispositions.Display;

    /// <summary>Tells both parties of a file that can be fetched, in the name of its sender. Telling it again changes nothing.</summary>
    /// <exception cref="StoreException">It could not be told; it may be tried again.</exception>
    public async Task SendAsync(FileTransfer transfer, CancellationToken cancellationToken)
    {
        var (sender, receiver) = (AddressText.ToAccount(transfer.Sender), AddressText.ToAccount(transfer.Receiver));
        var message = MessageOf(transfer, FileTransfer.MessageType, transfer.ToJson(), Wanted);
        var isNew = await delivery.AddSentAsync(new(receiver, sender, message));
        var isHere = await delivery.DeliverAsync(new(receiver, sender, message)) == 200;
        if (isNew)
        {
            _ = TellPhonesAsync(transfer, sender, isHere);
        }
    }

    /// <summary>Tells the phones of both parties, in the name of the sender. A receiver of another server gets the document for all his devices: his server makes of it what they understand.</summary>
    private async Task TellPhonesAsync(FileTransfer transfer, AccountAddress sender, bool receiverIsHere)
    {
        var identity = MessageSender.Of(sender, devices);
        try
        {
            var document = MessageOf(transfer, RcsFileTransfer.MessageType, RcsFileTransfer.Write(transfer), Wanted);
            var text = transfer.ToText() is { } content ? MessageOf(transfer, "text/plain", content, null) with { Id = Guid.NewGuid().ToString() } : null;
            if (receiverIsHere)
            {
                await transport.SendToPhonesAsync(identity, transfer.Receiver, document);
                await SendAsync(identity, transfer.Receiver, text);
            }
            else if (await transport.SendAsync(identity, transfer.Receiver, document) is { StatusCode: >= 300 } && text is not null)
            {
                await transport.SendAsync(identity, transfer.Receiver, text);
            }

            if (transfer.Sender != transfer.Receiver)
            {
                await transport.SendToPhonesAsync(identity, transfer.Sender, document);
                await SendAsync(identity, transfer.Sender, text);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task SendAsync(MessageSender sender, string uri, ChatMessage? text)
    {
        if (text is not null)
        {
            await transport.SendToPhonesAsync(sender, uri, text);
        }
    }

    private static ChatMessage MessageOf(FileTransfer transfer, string type, string content, MessageDispositions? dispositions) =>
        new(new(transfer.Sender, null), transfer.Timestamp, transfer.Id, type, content, dispositions);
}
