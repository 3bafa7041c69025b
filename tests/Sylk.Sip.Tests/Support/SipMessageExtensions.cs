using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Tests.Support;

internal static class SipMessageExtensions
{
    /// <summary>The same message with another header.</summary>
    public static T With<T>(this T message, string name, string? value)
        where T : SipMessage
    {
        message.Headers[name] = value;
        return message;
    }
}
