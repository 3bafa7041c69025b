using Sylk.Abstractions.Media;
using Sylk.Media.Plane;

namespace Sylk.Media.Negotiation;

/// <summary>Which RTCP feedback is used where, and its words in <c>a=rtcp-fb</c>.</summary>
internal static class Feedback
{
    private static readonly (FeedbackTypes Type, string Name)[] All =
    [
        (FeedbackTypes.Remb, "goog-remb"),
        (FeedbackTypes.TransportCc, "transport-cc"),
        (FeedbackTypes.Fir, "ccm fir"),
        (FeedbackTypes.Nack, "nack"),
        (FeedbackTypes.Pli, "nack pli"),
    ];

    /// <summary>What the media plane does on a kind of leg. Loss is repaired on the browser's leg only: phones have no
    /// retransmission format; key frames can be asked for everywhere.</summary>
    public static FeedbackTypes Known(MediaLegKind leg, StreamKind? stream) => (leg, stream) switch
    {
        (MediaLegKind.WebRtc, StreamKind.Video) =>
            FeedbackTypes.Nack | FeedbackTypes.Pli | FeedbackTypes.Fir | FeedbackTypes.TransportCc | FeedbackTypes.Remb,
        (MediaLegKind.WebRtc, _) => FeedbackTypes.TransportCc,
        (_, StreamKind.Video) => FeedbackTypes.Pli | FeedbackTypes.Fir,
        _ => FeedbackTypes.None,
    };

    public static FeedbackTypes Parse(string name)
    {
        foreach ((FeedbackTypes type, string known) in All)
        {
            if (known == name)
            {
                return type;
            }
        }

        return FeedbackTypes.None;
    }

    public static IEnumerable<string> Of(FeedbackTypes types)
    {
        foreach ((FeedbackTypes type, string name) in All)
        {
            if ((types & type) != 0)
            {
                yield return name;
            }
        }
    }
}
