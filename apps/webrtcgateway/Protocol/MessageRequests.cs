using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A request about the messages of an account.</summary>
internal abstract record MessageRequest(string Transaction, string Account) : AccountRequest(Transaction, Account);

/// <summary>Sends a message.</summary>
/// <remarks><c>ServerGenerated</c>: has no meaning in a request; the account's other devices get the message with it, if it was there.</remarks>
internal sealed record AccountMessageRequest(
    string Transaction, string Account, string Uri, string MessageId, string Content, string ContentType, string Timestamp, bool? ServerGenerated = null)
    : MessageRequest(Transaction, Account)
{
    /// <summary>Who and what, without what people write.</summary>
    public override string ToString() => $"{MessageId} from {Account} to {Uri}";
}

/// <summary>Tells the sender of a message what became of it.</summary>
/// <remarks><c>Uri</c>: who sent the message; <c>Timestamp</c>: its time, any text.</remarks>
internal sealed record AccountDispositionRequest(string Transaction, string Account, string Uri, string MessageId, MessageState State, string Timestamp)
    : MessageRequest(Transaction, Account);

/// <summary>Asks for a part of the journal.</summary>
internal sealed record AccountSyncConversationsRequest(string Transaction, string Account, string? MessageId, string? Since, int? Limit)
    : MessageRequest(Transaction, Account);

internal sealed record AccountMarkConversationReadRequest(string Transaction, string Account, string Contact) : MessageRequest(Transaction, Account);

internal sealed record AccountRemoveMessageRequest(string Transaction, string Account, string MessageId, string Contact) : MessageRequest(Transaction, Account);

internal sealed record AccountRemoveConversationRequest(string Transaction, string Account, string Contact) : MessageRequest(Transaction, Account);

/// <summary>Asks for the public key of somebody; needs no account.</summary>
internal sealed record LookupPublicKeyRequest(string Transaction, string Uri) : Request(Transaction);
