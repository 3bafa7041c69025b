using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

internal sealed record AccountFetchAddressbookRequest(string Transaction, string Account) : AccountRequest(Transaction, Account);

/// <summary>Changes an item of the account's address book.</summary>
/// <remarks><c>Json</c>: the object as events show it; <c>null</c> if the browser names only what is to be deleted.</remarks>
internal sealed record AccountUpdateAddressBookRequest(
    string Transaction, string Account, AddressBookAction Action, AddressBookItemKind Kind, string Id, string? Json) : AccountRequest(Transaction, Account);

/// <summary>What is done to an item.</summary>
internal enum AddressBookAction
{
    /// <summary>It is added, or put in the place of the one with its id.</summary>
    Add,

    /// <summary>It is put in the place of the one with its id.</summary>
    Update,

    /// <summary>It is removed.</summary>
    Delete,
}
