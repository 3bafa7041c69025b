using Sylk.Abstractions.Sip;

namespace Sylk.Sip.UserAgents;

/// <summary>The headers of a session timer (RFC 4028 sections 4 and 5).</summary>
/// <param name="Interval">After this time without refresh the session is over.</param>
/// <param name="Refresher">Who refreshes: the sender of the request or of the response; <c>null</c>: not said.</param>
internal readonly record struct SessionExpires(TimeSpan Interval, string? Refresher)
{
    public const string OptionTag = "timer", Uac = "uac", Uas = "uas";
    private const string Header = "Session-Expires", MinimumHeader = "Min-SE";

    public static SessionExpires? Of(SipMessage message)
    {
        var text = message.Headers[Header].AsSpan();
        var semicolon = text.IndexOf(';');
        var interval = semicolon < 0 ? text : text[..semicolon];
        return DeltaSeconds.TryParse(interval.ToString(), out var time) && SipParameters.TryParse(semicolon < 0 ? [] : text[semicolon..], out var parameters)
            ? new(time, parameters["refresher"]?.ToLowerInvariant())
            : null;
    }

    /// <summary>The shortest interval that everybody on the way accepts; zero if nobody says.</summary>
    public static TimeSpan MinimumOf(SipMessage message) =>
        DeltaSeconds.TryParse(message.Headers[MinimumHeader]?.Split(';')[0], out var minimum) ? minimum : TimeSpan.Zero;

    public static void SetMinimum(SipMessage message, TimeSpan minimum) => message.Headers[MinimumHeader] = DeltaSeconds.Format(minimum);

    /// <summary>Asks for a longer interval after a 422 (section 7.3).</summary>
    /// <returns>False if the request asked for that already.</returns>
    public static bool TryRaise(SipRequest request, SipResponse refusal)
    {
        var minimum = MinimumOf(refusal);
        if (Of(request) is not { } asked || minimum <= MinimumOf(request))
        {
            return false;
        }

        SetMinimum(request, minimum);
        (asked with { Interval = asked.Interval < minimum ? minimum : asked.Interval }).Write(request);
        return true;
    }

    public void Write(SipMessage message) =>
        message.Headers[Header] = Refresher is null ? DeltaSeconds.Format(Interval) : $"{DeltaSeconds.Format(Interval)};refresher={Refresher}";
}
