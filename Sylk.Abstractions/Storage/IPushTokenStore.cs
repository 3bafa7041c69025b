namespace Sylk.Abstractions.Storage;

/// <summary>Devices that can be woken by push, by account, application and device id.</summary>
public interface IPushTokenStore
{
    /// <summary>Sets the token of a device, in the place of an earlier one of the same application and device. The one set
    /// longest ago goes when an account has more than fifty.</summary>
    ValueTask SetAsync(AccountAddress account, PushToken token, CancellationToken cancellationToken = default);

    /// <summary>All devices of an account.</summary>
    ValueTask<IReadOnlyList<PushToken>> ListAsync(AccountAddress account, CancellationToken cancellationToken = default);

    /// <summary>Forgets a device.</summary>
    /// <returns>Whether it was known.</returns>
    ValueTask<bool> RemoveAsync(AccountAddress account, string appId, string deviceId, CancellationToken cancellationToken = default);

    /// <summary>Forgets the devices of an account that have a token, as call token or as background token. A device that was given another token meanwhile stays.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> RemoveTokenAsync(AccountAddress account, string token, CancellationToken cancellationToken = default);
}

/// <summary>A device, and how the push service knows it.</summary>
/// <param name="AppId">The application on the device.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="Platform">For instance <c>ios</c>, <c>android</c>, <c>firebase</c>.</param>
/// <param name="Token">Wakes it for calls.</param>
/// <param name="BackgroundToken">Wakes it for everything else; <c>null</c>: <paramref name="Token"/> does.</param>
/// <param name="IsSilent">Whether it wants to be woken without a sound.</param>
/// <param name="UserAgent">What the device called itself, or <c>null</c>.</param>
public sealed record PushToken(
    string AppId, string DeviceId, string Platform, string Token, string? BackgroundToken, bool IsSilent, string? UserAgent);
