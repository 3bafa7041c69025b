using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway.Accounts;

/// <summary>The accounts of a connection. Lives on the connection's loop.</summary>
internal sealed class ConnectionAccounts(ConnectionServices services, ConnectionSessions sessions, AccountMessages messages)
{
    private const int MaxAccounts = 1000;

    private readonly Dictionary<string, Account> _accounts = [];

    public Account? Find(string address) => _accounts.GetValueOrDefault(AddressText.ToKey(address));

    public Task HandleAsync(AccountRequest request, Reply reply) => request switch
    {
        AccountAddRequest add => Add(add),
        AccountRemoveRequest => RemoveAsync(Known(request, "remove")),
        AccountRegisterRequest => Known(request, "register").RegisterAsync(reply),
        AccountUnregisterRequest => UnregisterAsync(Known(request, "unregister")),
        AccountDeviceTokenRequest token => SetDeviceAsync(Known(request, "token"), token),
        MessageRequest message => messages.HandleAsync(Known(message), message, reply),
        AccountFetchAddressbookRequest or AccountUpdateAddressBookRequest => ChangeAddressBookAsync(Authenticated(request), request, reply),
        AccountPrepareUploadRequest upload => PrepareUpload(Authenticated(request), upload, reply),
        _ => throw new InvalidOperationException(),
    };

    public Task RemoveAllAsync() => Task.WhenAll(_accounts.Values.ToList().Select(RemoveAsync));

    private Task Add(AccountAddRequest request)
    {
        var domain = AddressText.DomainOf(request.Account);
        var key = AddressText.ToKey(request.Account);
        if (_accounts.ContainsKey(key))
        {
            throw new RequestException($"Account {request.Account} already added");
        }

        if (!services.Settings.AllowsDomain(domain))
        {
            throw new RequestException($"SIP domain not allowed: {domain}");
        }

        if (_accounts.Count >= MaxAccounts)
        {
            throw new RequestException("Too many accounts");
        }

        _accounts.Add(key, new(request, services, sessions));
        return Task.CompletedTask;
    }

    private Task RemoveAsync(Account account)
    {
        _accounts.Remove(AddressText.ToKey(account.Address));
        sessions.EndOf(account);
        return account.UnregisterAsync();
    }

    private static async Task UnregisterAsync(Account account)
    {
        await account.UnregisterAsync();
        await account.ForgetDeviceAsync();
    }

    private static Task SetDeviceAsync(Account account, AccountDeviceTokenRequest request) =>
        request.Device is { } device ? account.SetDeviceAsync(device) : Task.CompletedTask;

    private Task ChangeAddressBookAsync(Account account, AccountRequest request, Reply reply) =>
        services.Gateway.AddressBooks.HandleAsync(request, account.Key, account.Device, reply);

    private Task PrepareUpload(Account account, AccountPrepareUploadRequest request, Reply reply)
    {
        var ready = services.Gateway.Files.Prepare(request);
        reply.Ack();
        services.Send(ready with { Account = account.Name });
        return Task.CompletedTask;
    }

    private Account Authenticated(AccountRequest request)
    {
        var account = Find(request.Account) ?? throw new RequestException($"Unknown account specified: {request.Account}");
        return account.IsAuthenticated ? account : throw new RequestException("Account not authenticated");
    }

    private Account Known(MessageRequest request) => Find(request.Account) ?? throw new RequestException($"Unknown account specified: {request.Account}");

    private Account Known(AccountRequest request, string action) =>
        Find(request.Account) ?? throw new RequestException($"Unknown account specified for {action}: {request.Account}");
}
