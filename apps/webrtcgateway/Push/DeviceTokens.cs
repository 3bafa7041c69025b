using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Push;

/// <summary>The stored devices of accounts, as their browsers name them.</summary>
internal sealed class DeviceTokens(IPushTokenStore store, ILogger logger)
{
    /// <summary>Keeps a device of an authenticated account.</summary>
    public async Task RememberAsync(AccountAddress account, PushDevice device, string? userAgent)
    {
        var (token, background) = Split(device);
        try
        {
            await store.SetAsync(account, new(device.App, device.Id, device.Platform, token, background, device.Silent, userAgent));
        }
        catch (StoreException e)
        {
            // It comes again at the next registration.
            logger.LogPushTokensUnavailable(account, e.Message);
        }
    }

    public async Task ForgetAsync(AccountAddress account, PushDevice device)
    {
        try
        {
            await store.RemoveAsync(account, device.App, device.Id);
        }
        catch (StoreException e)
        {
            logger.LogPushTokensUnavailable(account, e.Message);
            throw new RequestException("Storage is not available, try again");
        }
    }

    /// <summary>Devices of this platform have two tokens, one for calls and one for everything else, joined by a hyphen.</summary>
    private static (string Token, string? Background) Split(PushDevice device) =>
        device.Platform.Equals("ios", StringComparison.OrdinalIgnoreCase) && device.Token.Split('-', 2) is [{ Length: > 0 } call, { Length: > 0 } background]
            ? (call, background)
            : (device.Token, null);
}
