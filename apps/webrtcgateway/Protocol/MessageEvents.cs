using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A message for the account.</summary>
internal sealed record MessageReceivedEvent(string Account, ChatMessage Message) : AccountEvent(Account);

/// <summary>What became of a message which the account has sent.</summary>
/// <remarks><c>Code</c>, <c>Reason</c>: the SIP response that told it; 200 and nothing if the receiver did.</remarks>
internal sealed record DispositionEvent(string Account, string MessageId, string Timestamp, MessageState State, int Code, string Reason) : AccountEvent(Account);

/// <summary>Another device of the account has sent a message.</summary>
internal sealed record MessageAddedEvent(string Account, AccountMessageRequest Message) : AccountEvent(Account);

/// <summary>A message was removed.</summary>
internal sealed record MessageRemovedEvent(string Account, string Contact, string MessageId, MessageDirection Direction) : AccountEvent(Account);

/// <summary>The messages of a contact were read.</summary>
internal sealed record ConversationReadEvent(string Account, string Contact) : AccountEvent(Account);

/// <summary>The messages exchanged with a contact were removed.</summary>
internal sealed record ConversationRemovedEvent(string Account, string Contact, string Timestamp) : AccountEvent(Account);

/// <summary>A part of the journal, written while it is read.</summary>
internal sealed record SyncConversationsEvent(string Account, IAsyncEnumerable<JournalEntry> Messages);

/// <summary>The answer to <see cref="LookupPublicKeyRequest"/>; the key is <c>null</c> if none is known.</summary>
internal sealed record PublicKeyEvent(string Uri, string? Key) : ServerMessage;
