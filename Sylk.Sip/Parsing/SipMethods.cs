namespace Sylk.Sip.Parsing;

/// <summary>The methods of the IANA registry.</summary>
internal static class SipMethods
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE", "INFO", "UPDATE", "PRACK", "REFER", "SUBSCRIBE",
        "NOTIFY", "PUBLISH",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsKnown(string method) => Known.Contains(method);

    public static string Intern(ReadOnlySpan<char> method) => BySpan.TryGetValue(method, out var known) ? known : method.ToString();
}
