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

    private static readonly System.Buffers.SearchValues<char> ParameterBreaks = System.Buffers.SearchValues.Create(" \t\r\n\0;,<>\"");

    /// <summary>Characters that end an address in running text.</summary>
    public static readonly System.Buffers.SearchValues<char> Breaks = System.Buffers.SearchValues.Create(" \t\r\n<>\"");

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    public static bool IsParameterName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(ParameterNameCharacters);

    /// <summary>A quoted string, or anything that cannot be taken for a separator.</summary>
    public static bool IsParameterValue(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            return !text.ContainsAny(ParameterBreaks);
        }

        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i == text.Length - 1;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return false;
    }

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

    /// <summary>Adds the items of a comma separated header value (RFC 3261 section 7.3.1); empty ones are left out.</summary>
    public static void AddListItems(string value, List<string> items)
    {
        var start = 0;
        while (start <= value.Length)
        {
            var end = EndOfListItem(value, start);
            var item = value.AsSpan(start, end - start).Trim();
            if (!item.IsEmpty)
            {
                items.Add(item.Length == value.Length ? value : item.ToString());
            }

            start = end + 1;
        }
    }

    /// <summary>The first item of a comma separated value and what follows its comma.</summary>
    public static string FirstListItem(string value, out string rest)
    {
        var end = EndOfListItem(value, 0);
        rest = end < value.Length ? value.AsSpan(end + 1).Trim().ToString() : "";
        return end < value.Length ? value.AsSpan(0, end).Trim().ToString() : value;
    }

    /// <summary>Position of the next comma outside quotes and angle brackets, or the length.</summary>
    private static int EndOfListItem(string value, int start)
    {
        var comma = value.AsSpan(start).IndexOf(',');
        if (comma < 0)
        {
            return value.Length;
        }

        var depth = 0;
        var quoted = false;
        for (var i = start; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '\\' when quoted: i++; break;
                case '"': quoted = !quoted; break;
                case '<' when !quoted: depth++; break;
                case '>' when !quoted && depth > 0: depth--; break;
                case ',' when !quoted && depth == 0: return i;
                default: break;
            }
        }

        return value.Length;
    }
}
