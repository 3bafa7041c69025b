using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.AddressBooks;

/// <summary>Carries out what devices ask of address books. All devices of an account learn of changes in the order in which they
/// were made.</summary>
internal sealed class AddressBookRequests(IAddressBooks books, AccountDevices devices, ILogger logger)
{
    private readonly Mailboxes _changes = new();

    /// <summary>Carries out a request of an account that is authenticated. What comes of it reaches the device by <paramref name="device"/>,
    /// after the ack.</summary>
    public Task HandleAsync(AccountRequest request, AccountAddress account, Device device, Reply reply) => request switch
    {
        AccountFetchAddressbookRequest => FetchAsync(account, device, reply),
        AccountUpdateAddressBookRequest change => ChangeAsync(change, account, device, reply),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>In its turn, so that the book and the changes that follow belong together.</summary>
    private Task FetchAsync(AccountAddress account, Device device, Reply reply) => _changes.RunAsync(account, async () =>
    {
        var items = await books.ReadAsync(account);
        device.Post(reply.Ack);
        device.Send(new AddressbookFetchedEvent("", items));
    });

    private Task ChangeAsync(AccountUpdateAddressBookRequest change, AccountAddress account, Device device, Reply reply)
    {
        reply.Ack();
        return _changes.RunAsync(account, async () =>
        {
            try
            {
                devices.Fork(account, new AddressbookUpdatedEvent("", change.Action, await books.ChangeAsync(account, change)));
            }
            catch (Exception e) when (e is AddressBookException or StoreException)
            {
                logger.LogAddressBookNotChanged(account, e.InnerException?.Message ?? e.Message);
                device.Send(new AddressbookUpdateFailedEvent(
                    "", change.Action, change.Kind, change.Id, e is StoreException ? "Storage is not available, try again" : e.Message));
            }
        });
    }
}
