using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Accounts;

/// <summary>On which connections each account is authenticated, that is, has proven to be its owner's: only these learn what
/// happens to the account's messages and address book. May be used on any thread.</summary>
internal sealed class AccountDevices
{
    private readonly ConcurrentDictionary<AccountAddress, ImmutableArray<Device>> _devices = [];

    /// <summary>Adds a device, unless it is there.</summary>
    public void Add(AccountAddress account, Device device) =>
        _devices.AddOrUpdate(account, static (_, d) => [d], static (_, all, d) => all.Contains(d) ? all : all.Add(d), device);

    /// <summary>Removes a device, if it is there.</summary>
    public void Remove(AccountAddress account, Device device)
    {
        // The last one takes the account with it, unless another was added meanwhile.
        while (_devices.TryGetValue(account, out var all) && all.Contains(device))
        {
            var rest = all.Remove(device);
            var isDone = rest.IsEmpty
                ? _devices.TryRemove(KeyValuePair.Create(account, all))
                : _devices.TryUpdate(account, rest, all);
            if (isDone)
            {
                return;
            }
        }
    }

    /// <summary>Whether an account is authenticated anywhere.</summary>
    public bool IsOnline(AccountAddress account) => _devices.ContainsKey(account);

    /// <summary>The devices of an account.</summary>
    public ImmutableArray<Device> Of(AccountAddress account) => _devices.TryGetValue(account, out var all) ? all : [];

    /// <summary>Sends an event to all devices of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="message">The event; each device gets it under the name by which it knows the account.</param>
    /// <param name="except">A device that knows already, or <c>null</c>.</param>
    public void Fork(AccountAddress account, AccountEvent message, Device? except = null)
    {
        foreach (var device in Of(account))
        {
            if (device != except)
            {
                device.Send(message);
            }
        }
    }
}
