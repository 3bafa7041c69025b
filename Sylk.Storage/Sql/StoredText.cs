using System.Text;

namespace Sylk.Storage.Sql;

/// <summary>Texts in the database. Names by which something is found are text there; what people wrote is bytes, because text of
/// PostgreSQL cannot hold the character NUL.</summary>
internal static class StoredText
{
    /// <summary>Longest name: as UTF-8 it fits into an index of PostgreSQL (2704 bytes) together with a number.</summary>
    public const int LongestName = 512;

    /// <summary>Longest token of a push service; it is in no index.</summary>
    public const int LongestToken = 4096;

    /// <summary>Longest name of which two are in one index.</summary>
    public const int LongestHalfName = 256;

    /// <summary>Checks a name.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or has a character that no database finds again.</exception>
    public static string Name(string text, string what, int longest = LongestName)
    {
        if (text.Length == 0 || text.Length > longest)
        {
            throw new ArgumentException($"{what} must have 1 to {longest} characters", what);
        }

        return Plain(text, what);
    }

    /// <summary>A name to look for: the empty text, which nothing has, for what cannot be a name.</summary>
    public static string Sought(string text) => text.Length <= LongestToken && IsPlain(text) ? text : "";

    /// <summary>Checks a text that is kept as text.</summary>
    /// <exception cref="ArgumentException">It has a control character or half of a surrogate pair.</exception>
    public static string Plain(string text, string what) =>
        IsPlain(text) ? text : throw new ArgumentException($"{what} has a control character, or is not Unicode", what);

    /// <summary>Any text as bytes. Half of a surrogate pair, which is no character, becomes U+FFFD.</summary>
    public static byte[] ToBytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string FromBytes(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
