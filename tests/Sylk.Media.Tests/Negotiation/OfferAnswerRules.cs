using Sylk.Media.Sdp;

namespace Sylk.Media.Tests.Negotiation;

/// <summary>Holds an answer of ours against the offer it answers: RFC 3264 section 6, RFC 9143, RFC 8829, RFC 5763,
/// RFC 4585, RFC 8285, RFC 4568.</summary>
internal static class OfferAnswerRules
{
    public static void Check(string offerText, string answerText)
    {
        SessionDescription offer = SdpAssertions.Parse(offerText);
        SessionDescription answer = SdpAssertions.Parse(answerText);
        Assert.Equal(offer.Media.Count, answer.Media.Count);
        for (int i = 0; i < offer.Media.Count; i++)
        {
            CheckMedia(offer.Media[i], answer.Media[i], answer);
        }

        if (answer.Attributes.Has("group"))
        {
            string[] accepted = [.. answer.Media.Where(media => media.Port != 0).Select(media => media.Attributes.Value("mid")!)];
            Assert.Equal(accepted, answer.Bundle());
            Assert.Subset(offer.Bundle().ToHashSet(), answer.Bundle().ToHashSet());
        }
    }

    /// <summary>What must hold for every description of ours.</summary>
    public static void CheckOwn(string text)
    {
        SessionDescription session = SdpAssertions.Parse(text);
        Assert.Equal(text, session.ToString());
        foreach (MediaDescription media in session.Media)
        {
            Assert.NotEmpty(media.Formats);
            Assert.Equal(media.Formats.Count, media.Formats.Distinct().Count());
            Assert.True(media.Connection is not null || session.Connection is not null);
            if (media.Port != 0)
            {
                media.Direction();
                Assert.DoesNotContain("?", media.Codecs());
            }
        }

        if (session.Attributes.Has("group"))
        {
            CheckBundle(session);
        }
    }

    private static void CheckBundle(SessionDescription session)
    {
        Dictionary<string, string> codecs = [];
        Dictionary<string, byte> extensions = [];
        HashSet<string> ssrcs = [];
        foreach (MediaDescription media in session.Media.Where(media => media.Port != 0))
        {
            Assert.Contains(media.Attributes.Value("mid")!, session.Bundle());
            foreach (string format in media.Formats)
            {
                string codec = $"{media.CodecOf(format)} {media.ParametersOf(format)}";
                Assert.True(codecs.TryAdd(format, codec) || codecs[format] == codec, $"payload type {format} has two meanings");
            }

            foreach ((string uri, byte id) in media.Extensions())
            {
                Assert.True(extensions.TryAdd(uri, id) || extensions[uri] == id, $"{uri} has two ids");
            }

            foreach (string ssrc in media.Attributes.Values("ssrc").Select(value => value.Split(' ')[0]).Distinct())
            {
                Assert.True(ssrcs.Add(ssrc), $"SSRC {ssrc} in two m-lines");
            }
        }

        Assert.Equal(extensions.Count, extensions.Values.Distinct().Count());
        string[] mids = [.. session.Media.Select(media => media.Attributes.Value("mid")).OfType<string>()];
        Assert.Equal(mids.Length, mids.Distinct().Count());
    }

    private static void CheckMedia(MediaDescription offer, MediaDescription answer, SessionDescription session)
    {
        Assert.Equal(offer.Media, answer.Media);
        Assert.Equal(offer.Protocol, answer.Protocol);
        if (offer.Port == 0 && !offer.Attributes.Has("bundle-only"))
        {
            Assert.Equal(0, answer.Port);
        }

        if (answer.Port == 0)
        {
            return;
        }

        Assert.All(answer.Formats, format =>
        {
            Assert.Contains(format, offer.Formats);
            if (offer.CodecOf(format) != "?")
            {
                Assert.Equal(offer.CodecOf(format), answer.CodecOf(format), ignoreCase: true);
            }
        });
        Assert.True((offer.Attributes.Has("rtcp-mux") || !answer.Attributes.Has("rtcp-mux")));
        Assert.All(answer.Extensions(), extension => Assert.Equal(offer.Extensions()[extension.Key], extension.Value));
        Assert.All(
            answer.Attributes.Values("rtcp-fb"),
            feedback => Assert.Contains(
                offer.Attributes.Values("rtcp-fb"), offered => offered == feedback || offered == "*" + feedback[feedback.IndexOf(' ', StringComparison.Ordinal)..]));
        if (offer.Attributes.Value("mid") is { } mid && session.Attributes.Has("group"))
        {
            Assert.Equal(mid, answer.Attributes.Value("mid"));
        }

        Assert.True(answer.Attributes.Value("setup") is null or "active" or "passive");
        Assert.True(answer.Attributes.Values("crypto").Count() <= 1);
        Assert.All(
            answer.Attributes.Values("crypto"),
            crypto => Assert.Contains(offer.Attributes.Values("crypto"), offered => offered.Split(' ').Take(2).SequenceEqual(crypto.Split(' ').Take(2))));
    }
}
