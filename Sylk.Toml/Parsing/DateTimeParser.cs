using System.Globalization;

namespace Sylk.Toml.Parsing;

/// <summary>Dates and times as in RFC 3339, parts optional as TOML allows.</summary>
internal static class DateTimeParser
{
    public static bool LooksLikeDate(ReadOnlySpan<char> word) => word.Length >= 8 && word[4] == '-' && AreDigits(word[..4]);

    public static bool LooksLikeTime(ReadOnlySpan<char> word) => word.Length >= 3 && word[2] == ':' && AreDigits(word[..2]);

    public static TomlDateTime ParseDate(ReadOnlySpan<char> word, TomlPosition position)
    {
        if (word.Length < 10 || word[7] != '-'
            || !DateTime.TryParseExact(word[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw Bad(word, position);
        }

        if (word.Length == 10)
        {
            return new(position, TomlDateTimeKind.LocalDate, date, null);
        }

        if (word[10] is not ('T' or 't' or ' '))
        {
            throw Bad(word, position);
        }

        var rest = word[11..];
        if (!TryTakeTime(ref rest, out var time) || !TryTakeOffset(ref rest, out var offset) || rest.Length > 0)
        {
            throw Bad(word, position);
        }

        return new(position, offset is null ? TomlDateTimeKind.LocalDateTime : TomlDateTimeKind.OffsetDateTime, date + time, offset);
    }

    public static TomlDateTime ParseTime(ReadOnlySpan<char> word, TomlPosition position)
    {
        var rest = word;
        return TryTakeTime(ref rest, out var time) && rest.IsEmpty
            ? new(position, TomlDateTimeKind.LocalTime, DateTime.MinValue + time, null)
            : throw Bad(word, position);
    }

    /// <summary><c>hh:mm:ss[.fraction]</c>.</summary>
    private static bool TryTakeTime(ref ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':'
            || !TryTwoDigits(text, 23, out var hours) || !TryTwoDigits(text[3..], 59, out var minutes) || !TryTwoDigits(text[6..], 59, out var seconds))
        {
            return false;
        }

        time = new(hours, minutes, seconds);
        text = text[8..];
        if (text is not ['.', ..])
        {
            return true;
        }

        var length = 1;
        for (var unit = TimeSpan.TicksPerSecond / 10; length < text.Length && char.IsAsciiDigit(text[length]); length++, unit /= 10)
        {
            time += TimeSpan.FromTicks((text[length] - '0') * unit);
        }

        text = text[length..];
        return length > 1;
    }

    private static bool TryTakeOffset(ref ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = null;
        switch (text)
        {
            case []:
                return true;
            case ['Z' or 'z', ..]:
                offset = TimeSpan.Zero;
                text = text[1..];
                return true;
            case ['+' or '-', _, _, ':', _, _, ..]
                when TryTwoDigits(text[1..], 23, out var hours) && TryTwoDigits(text[4..], 59, out var minutes):
                offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
                text = text[6..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryTwoDigits(ReadOnlySpan<char> text, int max, out int value)
    {
        value = text.Length >= 2 && AreDigits(text[..2]) ? ((text[0] - '0') * 10) + text[1] - '0' : int.MaxValue;
        return value <= max;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static TomlSyntaxException Bad(ReadOnlySpan<char> word, TomlPosition position) =>
        new(position, $"'{word}' is not a date or time such as 1979-05-27T07:32:00Z, 1979-05-27 or 07:32:00");
}
