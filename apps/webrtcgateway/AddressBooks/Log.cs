using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.AddressBooks;

/// <summary>Log lines about address books.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "The address book of {Account} cannot be read: {Reason}")]
    public static partial void LogAddressBookUnavailable(this ILogger logger, AccountAddress account, string reason);

    [LoggerMessage(101, LogLevel.Information, "The address book of {Account} was not changed: {Reason}")]
    public static partial void LogAddressBookNotChanged(this ILogger logger, AccountAddress account, string reason);
}
