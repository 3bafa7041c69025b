using System.Net;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Authentication;

namespace Sylk.Registrar;

/// <summary>Log lines of the registrar; event ids 1 to 29 registrations, 30 to 49 proxying, 50 to 59 messages, 60 on the application.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{AddressOfRecord} is reachable at {Contact}, registered over {Transport} from {RemoteEndPoint}")]
    public static partial void LogBindingAdded(
        this ILogger logger, string addressOfRecord, SipUri contact, string transport, IPEndPoint remoteEndPoint);

    [LoggerMessage(2, LogLevel.Information, "{AddressOfRecord} is no longer reachable at {Contact}: unregistered or replaced")]
    public static partial void LogBindingRemoved(this ILogger logger, string addressOfRecord, SipUri contact);

    [LoggerMessage(3, LogLevel.Information, "{AddressOfRecord} is no longer reachable at {Contact}: expired or its flow died")]
    public static partial void LogBindingLost(this ILogger logger, string addressOfRecord, SipUri contact);

    [LoggerMessage(4, LogLevel.Debug, "REGISTER for {AddressOfRecord} over {Transport} from {RemoteEndPoint} not authenticated: {Status}")]
    public static partial void LogRegisterRefused(
        this ILogger logger, string addressOfRecord, string transport, IPEndPoint remoteEndPoint, AuthenticationStatus status);

    [LoggerMessage(5, LogLevel.Information, "REGISTER for {AddressOfRecord} refused: {StatusCode} {ReasonPhrase}")]
    public static partial void LogRegisterFailed(this ILogger logger, string addressOfRecord, int statusCode, string? reasonPhrase);

    [LoggerMessage(30, LogLevel.Information, "Call {CallId} to {RequestUri} loops: answered 482")]
    public static partial void LogLoop(this ILogger logger, string callId, SipUri requestUri);

    [LoggerMessage(31, LogLevel.Debug, "ACK in call {CallId} for {RequestUri} belongs to no dialog of ours: dropped")]
    public static partial void LogAckDropped(this ILogger logger, string callId, SipUri requestUri);

    [LoggerMessage(50, LogLevel.Debug, "A message for {AddressOfRecord} is kept until one of its devices registers")]
    public static partial void LogMessageKept(this ILogger logger, string addressOfRecord);

    [LoggerMessage(51, LogLevel.Information, "A message for {AddressOfRecord} could not be kept: the store is not available, or too many wait; its sender was told")]
    public static partial void LogMessageNotKept(this ILogger logger, string addressOfRecord);

    [LoggerMessage(52, LogLevel.Debug, "A message that was kept for {AddressOfRecord} is delivered")]
    public static partial void LogMessageDelivered(this ILogger logger, string addressOfRecord);

    [LoggerMessage(53, LogLevel.Warning, "The store of messages for {AddressOfRecord} is not available: {Reason}")]
    public static partial void LogSpoolFailed(this ILogger logger, string addressOfRecord, string reason);

    [LoggerMessage(54, LogLevel.Error, "Delivering what was kept for {AddressOfRecord} failed")]
    public static partial void LogDeliveryFailed(this ILogger logger, Exception exception, string addressOfRecord);

    [LoggerMessage(55, LogLevel.Information, "A message that was kept for {AddressOfRecord} is refused with {StatusCode} and given up")]
    public static partial void LogMessageRefused(this ILogger logger, string addressOfRecord, int statusCode);

    [LoggerMessage(60, LogLevel.Information, "Home of {Domains} with {Accounts} accounts")]
    public static partial void LogServing(this ILogger logger, string domains, int accounts);

    [LoggerMessage(61, LogLevel.Error, "The heartbeat failed")]
    public static partial void LogHeartbeatFailed(this ILogger logger, Exception exception);
}
