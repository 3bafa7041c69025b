namespace Sylk.Abstractions.Storage;

/// <summary>Address books: contacts, groups and policies of each account.</summary>
public interface IAddressBookStore
{
    /// <summary>The whole book, in the order in which the items were added.</summary>
    ValueTask<IReadOnlyList<AddressBookItem>> ReadAsync(AccountAddress account, CancellationToken cancellationToken = default);

    /// <summary>How long the items of an account are together, in bytes of UTF-8.</summary>
    ValueTask<long> SizeAsync(AccountAddress account, CancellationToken cancellationToken = default);

    /// <summary>Adds an item, or puts it in the place of the one with its kind and id.</summary>
    ValueTask SetAsync(AccountAddress account, AddressBookItem item, CancellationToken cancellationToken = default);

    /// <summary>Puts an item in the place of the one with its kind and id.</summary>
    /// <returns>Whether there is one.</returns>
    ValueTask<bool> ReplaceAsync(AccountAddress account, AddressBookItem item, CancellationToken cancellationToken = default);

    /// <summary>Removes an item.</summary>
    /// <returns>The item, or <c>null</c> if there is none.</returns>
    ValueTask<AddressBookItem?> RemoveAsync(AccountAddress account, AddressBookItemKind kind, string id, CancellationToken cancellationToken = default);
}

/// <summary>An item of an address book.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Unique among the account's items of that kind.</param>
/// <param name="Json">The object as the owner's devices write it; the store does not look into it.</param>
public sealed record AddressBookItem(AddressBookItemKind Kind, string Id, string Json);

/// <summary>Kinds of items.</summary>
public enum AddressBookItemKind
{
    /// <summary>Somebody with his addresses.</summary>
    Contact,

    /// <summary>Several contacts under a name.</summary>
    Group,

    /// <summary>What somebody may see or do.</summary>
    Policy,
}
