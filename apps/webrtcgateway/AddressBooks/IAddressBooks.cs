using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.AddressBooks;

/// <summary>Where address books are kept.</summary>
internal interface IAddressBooks
{
    /// <summary>The items of an account, in the order in which they were added.</summary>
    /// <exception cref="StoreException">They cannot be read.</exception>
    Task<IReadOnlyList<AddressBookItem>> ReadAsync(AccountAddress account);

    /// <summary>Changes an item. Changes of one account are asked for one after the other.</summary>
    /// <returns>The item as it is now; as it was, if it was deleted.</returns>
    /// <exception cref="AddressBookException">Nothing was changed, as far as can be known.</exception>
    /// <exception cref="StoreException">Neither, because of the store.</exception>
    Task<AddressBookItem> ChangeAsync(AccountAddress account, AccountUpdateAddressBookRequest change);
}

/// <summary>Something could not be done with an address book; the message is for the browser.</summary>
internal sealed class AddressBookException(string message, Exception? inner = null) : Exception(message, inner);
