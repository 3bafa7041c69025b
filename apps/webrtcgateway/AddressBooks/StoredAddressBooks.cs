using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.AddressBooks;

/// <summary>Address books in the server's own store.</summary>
internal sealed class StoredAddressBooks(IAddressBookStore store) : IAddressBooks
{
    /// <summary>A whole book is one message to a browser, which may have 16 MiB waiting for it.</summary>
    private const long MaxBytes = 8 * 1024 * 1024;

    /// <summary>Items that others have put into the store may be of any form: those that browsers could not read are left out.</summary>
    public async Task<IReadOnlyList<AddressBookItem>> ReadAsync(AccountAddress account) =>
        [.. (await store.ReadAsync(account)).Select(AddressBookJson.Read).OfType<AddressBookItem>()];

    public Task<AddressBookItem> ChangeAsync(AccountAddress account, AccountUpdateAddressBookRequest change) =>
        change.Json is null || change.Action == AddressBookAction.Delete
            ? RemoveAsync(account, change)
            : SetAsync(account, new(change.Kind, change.Id, change.Json), change.Action);

    private async Task<AddressBookItem> RemoveAsync(AccountAddress account, AccountUpdateAddressBookRequest change) =>
        await store.RemoveAsync(account, change.Kind, change.Id) is { } item && AddressBookJson.Read(item) is { } removed
            ? removed
            : throw Unknown(change.Kind, change.Id);

    private async Task<AddressBookItem> SetAsync(AccountAddress account, AddressBookItem item, AddressBookAction action)
    {
        if (await store.SizeAsync(account) + item.Json.Length > MaxBytes)
        {
            throw new AddressBookException("The address book is full");
        }

        if (action == AddressBookAction.Add)
        {
            await store.SetAsync(account, item);
        }
        else if (!await store.ReplaceAsync(account, item))
        {
            throw Unknown(item.Kind, item.Id);
        }

        return item;
    }

    private static AddressBookException Unknown(AddressBookItemKind kind, string id) => new($"Unknown {AddressBookJson.WordOf(kind)}: {id}");
}
