using System.Net;
using Microsoft.Extensions.Logging;

namespace Sylk.WebRtcGateway.Logins;

/// <summary>Log lines about logins.</summary>
internal static partial class Log
{
    [LoggerMessage(130, LogLevel.Warning, "The mail server of {Account} cannot tell whether the password is right: {Reason}")]
    public static partial void LogMailServerUnavailable(this ILogger logger, string account, string reason);

    [LoggerMessage(131, LogLevel.Warning, "Too many wrong passwords for {Account} from {Source}: further ones are not looked at")]
    public static partial void LogLoginBlocked(this ILogger logger, string account, IPAddress source);
}
