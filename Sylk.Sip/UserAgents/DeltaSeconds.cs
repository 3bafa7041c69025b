using System.Globalization;

namespace Sylk.Sip.UserAgents;

/// <summary>Times as headers carry them: whole seconds (RFC 3261 section 25.1, <c>delta-seconds</c>).</summary>
internal static class DeltaSeconds
{
    /// <returns>False for what is no number, and for 0.</returns>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        var isNumber = uint.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0;
        time = TimeSpan.FromSeconds(seconds);
        return isNumber;
    }

    public static string Format(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
