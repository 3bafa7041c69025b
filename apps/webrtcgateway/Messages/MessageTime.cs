using System.Globalization;
using System.Text.RegularExpressions;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Times of messages: ISO 8601 text whose instant never changes.</summary>
internal static partial class MessageTime
{
    /// <summary>A time made by the server.</summary>
    public static string Of(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    /// <summary>Writes a time anew: <c>Z</c> becomes <c>+00:00</c>, a fraction has six digits or is left out, a date alone is its midnight.</summary>
    /// <returns><c>null</c> if the text is no time.</returns>
    public static string? Normalize(string text)
    {
        var match = Iso8601().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var fraction = match.Groups["fraction"].Value.PadRight(6, '0')[..6];
        var normalized = match.Groups["date"].Value + "T" + Or(match.Groups["time"].Value, "00:00") + ":" + Or(match.Groups["second"].Value, "00")
            + (fraction == "000000" ? "" : "." + fraction) + Offset(match.Groups["offset"].Value);
        return TryParse(normalized, out _) ? normalized : null;
    }

    /// <summary>The instant of a time.</summary>
    /// <param name="text">As a browser writes it.</param>
    /// <param name="zone">Where times without offset are meant.</param>
    /// <returns><c>null</c> if the text is no time.</returns>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        if (Normalize(text) is not { } normalized || !TryParse(normalized, out var time))
        {
            return null;
        }

        var hasOffset = normalized.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length;
        return hasOffset ? time : new DateTimeOffset(time.DateTime, zone.GetUtcOffset(time.DateTime));
    }

    private static bool TryParse(string normalized, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(normalized, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static string Or(string text, string otherwise) => text.Length == 0 ? otherwise : text;

    private static string Offset(string text) => text switch
    {
        "Z" => "+00:00",
        { Length: 5 } => text.Insert(3, ":"),
        _ => text,
    };

    [GeneratedRegex("""^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})([T ](?<time>[0-9]{2}:[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?)?(?<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?\z""", RegexOptions.ExplicitCapture)]
    private static partial Regex Iso8601();
}
