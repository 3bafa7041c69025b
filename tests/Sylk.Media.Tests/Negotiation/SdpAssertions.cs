using System.Globalization;
using Sylk.Media.Sdp;

namespace Sylk.Media.Tests.Negotiation;

/// <summary>Reads our descriptions for assertions, with the public model only.</summary>
internal static class SdpAssertions
{
    public static SessionDescription Parse(string text)
    {
        Assert.True(SessionDescription.TryParse(text, out SessionDescription session, out SdpError error), error?.ToString());
        return session;
    }

    /// <summary>Name and clock of each format, in order: <c>opus/48000</c>.</summary>
    public static IReadOnlyList<string> Codecs(this MediaDescription media) => [.. media.Formats.Select(media.CodecOf)];

    public static string CodecOf(this MediaDescription media, string format)
    {
        foreach (string value in media.Attributes.Values("rtpmap"))
        {
            if (RtpMap.TryParse(value, out RtpMap map) && map.PayloadType.ToString(CultureInfo.InvariantCulture) == format)
            {
                return $"{map.Name}/{map.ClockRate}";
            }
        }

        return "?";
    }

    public static string? ParametersOf(this MediaDescription media, string format) =>
        media.Attributes.Values("fmtp").Where(value => value.StartsWith(format + " ", StringComparison.Ordinal))
            .Select(value => value[(format.Length + 1)..]).SingleOrDefault();

    public static IReadOnlyList<string> FeedbackOf(this MediaDescription media, string format) =>
        [.. media.Attributes.Values("rtcp-fb").Where(value => value.StartsWith(format + " ", StringComparison.Ordinal))
            .Select(value => value[(format.Length + 1)..]).Order()];

    public static MediaDirection Direction(this MediaDescription media) =>
        media.Attributes.Select(attribute => MediaDirections.FromAttributeName(attribute.Name)).OfType<MediaDirection>().Single();

    /// <summary>URI to id.</summary>
    public static Dictionary<string, byte> Extensions(this MediaDescription media) =>
        media.Attributes.Values("extmap").Select(value => ExtMap.TryParse(value, out ExtMap map) ? map : default)
            .ToDictionary(map => map.Uri, map => map.Id);

    public static IReadOnlyList<string> Bundle(this SessionDescription session) =>
        session.Attributes.Values("group").Select(value => MediaGroup.TryParse(value, out MediaGroup group) ? group : null)
            .Single(group => group!.Semantics == "BUNDLE")!.Mids;
}
