namespace Sylk.Abstractions.Sip;

/// <summary>Lexical rules of RFC 3261 section 25.1 shared by the value types.</summary>
internal static class SipText
{
    private static readonly System.Buffers.SearchValues<char> TokenCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~");

    private static readonly System.Buffers.SearchValues<char> ParameterNameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~[]/:&$()");

    private static readonly System.Buffers.SearchValues<char> HostCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    private static readonly System.Buffers.SearchValues<char> UserCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()&=+$,;?/#%:");

    /// <summary>Characters that end an address in running text.</summary>
    public static readonly System.Buffers.SearchValues<char> Breaks = System.Buffers.SearchValues.Create(" \t\r\n<>\"");

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    public static bool IsParameterName(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(ParameterNameCharacters);

    public static bool IsHost(ReadOnlySpan<char> text) => text.Length switch
    {
        0 => false,
        _ when text[0] == '[' => text[^1] == ']' && System.Net.IPAddress.TryParse(text[1..^1], out var address)
            && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        _ => !text.ContainsAnyExcept(HostCharacters),
    };

    /// <summary>User part with valid escapes; a colon (before a password) is allowed here and split by the caller.</summary>
    public static bool IsUserInfo(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.ContainsAnyExcept(UserCharacters))
        {
            return false;
        }

        for (var i = text.IndexOf('%'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>First position of a separator outside quoted strings, or -1.</summary>
    public static int IndexOfOutsideQuotes(ReadOnlySpan<char> text, char separator)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '\\')
            {
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == separator && !quoted)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Splits a comma separated header value outside quotes and angle brackets (RFC 3261 section 7.3.1).</summary>
    public static List<string> SplitList(string value)
    {
        var items = new List<string>(1);
        int start = 0, depth = 0;
        var quoted = false;
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '\\' when quoted: i++; break;
                case '"': quoted = !quoted; break;
                case '<' when !quoted: depth++; break;
                case '>' when !quoted && depth > 0: depth--; break;
                case ',' when !quoted && depth == 0:
                    Add(value, start, i, items);
                    start = i + 1;
                    break;
                default: break;
            }
        }

        Add(value, start, value.Length, items);
        return items;

        static void Add(string value, int start, int end, List<string> items)
        {
            var item = value.AsSpan(start, end - start).Trim();
            if (!item.IsEmpty)
            {
                items.Add(item.ToString());
            }
        }
    }
}
