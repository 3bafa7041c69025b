using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>An account's whole address book.</summary>
internal sealed record AddressbookFetchedEvent(string Account, IReadOnlyList<AddressBookItem> Items) : AccountEvent(Account);

/// <summary>An item was changed, by this device or another one.</summary>
internal sealed record AddressbookUpdatedEvent(string Account, AddressBookAction Action, AddressBookItem Item) : AccountEvent(Account);

internal sealed record AddressbookUpdateFailedEvent(string Account, AddressBookAction Action, AddressBookItemKind Kind, string Id, string Error)
    : AccountEvent(Account);
