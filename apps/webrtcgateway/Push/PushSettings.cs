using Sylk.Abstractions.Configuration;
using Sylk.WebRtcGateway.Http;

namespace Sylk.WebRtcGateway.Push;

/// <summary>The table <c>[push]</c> of <c>webrtcgateway.toml</c>.</summary>
public sealed class PushSettings : IValidatedSettings
{
    [Setting("URL of the push server (sylk-push); empty: nobody is woken.")]
    public string Url { get; set; } = "";

    [Setting("Whether the push server gets to know what is in a message; as far as it has not more than 2000 characters.")]
    public bool IncludeContent { get; set; }

    [Setting("Whether devices that are connected at the moment are left alone.")]
    public bool SkipOnline { get; set; } = true;

    [Setting("Whether missed calls are told, as the event `missed_session`, which sylk-push itself does not know.")]
    public bool MissedCalls { get; set; } = true;

    /// <inheritdoc />
    public void Validate(ISettingsProblems problems)
    {
        if (Url.Length > 0 && !RemoteService.IsUrl(Url))
        {
            problems.Add("url", "expected a URL that begins with http:// or https:// and has neither user nor fragment");
        }
    }
}
