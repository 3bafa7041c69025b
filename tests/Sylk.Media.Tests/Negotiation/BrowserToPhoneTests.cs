using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;
using static Sylk.Media.Tests.Negotiation.RelayFixture;

namespace Sylk.Media.Tests.Negotiation;

/// <summary>A browser calls a phone.</summary>
public class BrowserToPhoneTests
{
    [Fact]
    public async Task An_offer_of_chromium_reaches_the_phone_as_plain_rtp()
    {
        RelayFixture fixture = new();
        SessionDescription offer = SdpAssertions.Parse(await fixture.OfferAsync(Browser, Sample.Read("chromium-offer")));

        Assert.Equal(2, offer.Media.Count);
        MediaDescription audio = offer.Media[0];
        Assert.Equal("RTP/AVP", audio.Protocol);
        Assert.Equal(["111", "9", "0", "8", "13", "110", "126"], audio.Formats);
        Assert.Equal(["opus/48000", "G722/8000", "PCMU/8000", "PCMA/8000", "CN/8000", "telephone-event/48000", "telephone-event/8000"], audio.Codecs());
        Assert.Equal("minptime=10;useinbandfec=1", audio.ParametersOf("111"));
        Assert.Equal(MediaDirection.SendReceive, audio.Direction());
        MediaDescription video = offer.Media[1];
        Assert.NotEqual(audio.Port, video.Port);
        Assert.All(video.Codecs(), codec => Assert.Contains(codec, (string[])["VP8/90000", "H264/90000", "AV1/90000", "VP9/90000"]));
        Assert.Equal(["ccm fir", "nack pli"], video.FeedbackOf("96"));
        Assert.Equal("192.0.2.1", offer.Connection?.Address);

        string[] browserOnly =
            ["ice-ufrag", "ice-pwd", "candidate", "fingerprint", "setup", "mid", "extmap", "msid", "ssrc", "ssrc-group", "rtcp-rsize", "group", "ice-lite"];
        Assert.All(browserOnly, name => Assert.False(audio.Attributes.Has(name) || video.Attributes.Has(name) || offer.Attributes.Has(name), name));
    }

    [Fact]
    public async Task The_answer_of_baresip_reaches_chromium_and_media_flows()
    {
        RelayFixture fixture = new();
        (_, string text) = await fixture.ExchangeAsync(Browser, Sample.Read("chromium-offer"), Sample.Read("baresip-answer"));

        SessionDescription answer = SdpAssertions.Parse(text);
        Assert.True(answer.Attributes.Has("ice-lite"));
        Assert.Equal(["0", "1"], answer.Bundle());
        Assert.All(answer.Media, media =>
        {
            Assert.Equal(10889, media.Port);
            Assert.Equal("passive", media.Attributes.Value("setup"));
            Assert.NotNull(media.Attributes.Value("fingerprint"));
            Assert.True(media.Attributes.Has("rtcp-mux") && media.Attributes.Has("end-of-candidates") && media.Attributes.Has("msid"));
            Assert.Equal(
                [
                    "1 1 udp 2130706431 192.0.2.1 10889 typ host",
                    "2 1 udp 2130706175 2001:db8::1 10889 typ host",
                    "3 1 tcp 1694498815 192.0.2.1 10889 typ host tcptype passive",
                ],
                media.Attributes.Values("candidate"));
        });
        Assert.Equal(["opus/48000", "G722/8000", "PCMU/8000", "PCMA/8000", "telephone-event/8000"], answer.Media[0].Codecs());
        Assert.Equal("20", answer.Media[0].Attributes.Value("ptime"));

        MediaDescription video = answer.Media[1];
        Assert.Equal(["VP8/90000", "H264/90000", "VP9/90000", "rtx/90000", "rtx/90000", "rtx/90000"], video.Codecs());
        Assert.Equal("apt=96", video.ParametersOf("97"));
        Assert.Equal("packetization-mode=1;profile-level-id=42e01f", video.ParametersOf("108"));
        Assert.Equal(["ccm fir", "goog-remb", "nack", "nack pli", "transport-cc"], video.FeedbackOf("96"));
        Assert.Single(video.Attributes.Values("ssrc-group"));
        Assert.Equal(4, video.Extensions()["urn:ietf:params:rtp-hdrext:sdes:mid"]);
        Assert.DoesNotContain(video.Extensions().Keys, uri => uri.Contains("orientation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_plans_of_both_legs_match_what_was_said()
    {
        RelayFixture fixture = new();
        await fixture.ExchangeAsync(Browser, Sample.Read("chromium-offer"), Sample.Read("baresip-answer"));

        LegPlan browser = fixture.Plane.Plan(Browser);
        TransportPlan ice = Assert.Single(browser.Transports);
        Assert.NotNull(ice.RemoteIce);
        Assert.False(ice.Dtls!.IsClient);
        Assert.Equal("sha-256", Assert.Single(ice.Dtls.RemoteFingerprints).Algorithm);
        Assert.Null(ice.RemoteRtp);

        LegPlan phone = fixture.Plane.Plan(Phone);
        Assert.Equal(2, phone.Transports.Count);
        Assert.Equal("192.0.2.2:20022", phone.Transports[0].RemoteRtp!.ToString());
        Assert.Equal("192.0.2.2:20023", phone.Transports[0].RemoteRtcp!.ToString());
        Assert.Null(phone.Transports[0].Dtls);
        Assert.Null(phone.Transports[0].Sdes);

        StreamPlan video = fixture.Stream(Browser, 1);
        Assert.Equal(StreamKind.Video, video.Kind);
        Assert.Equal("1", video.Mid);
        Assert.True(video is { MaySend: true, MayReceive: true });
        Assert.True(video.Feedback is { Nack: true, Pli: true, Fir: true, TransportCc: true, Remb: true, ReducedSize: true });
        Assert.NotEqual(0u, video.LocalSsrc);
        Assert.NotEqual(0u, video.LocalRtxSsrc);
        Assert.NotEqual(0u, Assert.Single(video.RemoteSsrcs).Rtx);
        Assert.Equal([3, 2, 4], video.HeaderExtensions.Select(extension => (int)extension.Id).OrderBy(id => id == 3 ? 0 : id));
        CodecPlan rtx = video.Codecs.Single(codec => codec is { Name: "rtx", ReceivePayloadType: 97 });
        Assert.Equal(video.Codecs.Single(codec => codec.Name == "VP8").PassId, rtx.RtxOf);

        StreamPlan phoneVideo = fixture.Stream(Phone, 1);
        Assert.Equal(0u, phoneVideo.LocalSsrc);
        Assert.True(phoneVideo.Feedback is { Nack: false, Pli: true, Fir: false, TransportCc: false });
        foreach (StreamPlan stream in phone.Streams)
        {
            IReadOnlyList<CodecPlan> other = fixture.Stream(Browser, stream.Index).Codecs;
            Assert.All(stream.Codecs, codec => Assert.Equal(codec.Name, other.Single(their => their.PassId == codec.PassId).Name, ignoreCase: true));
        }
    }

    [Fact]
    public async Task A_phone_that_numbers_its_payload_types_otherwise_is_understood()
    {
        RelayFixture fixture = new();
        string answer = Sample.Phone(
            """
            m=audio 4000 RTP/AVP 0 97 101
            a=rtpmap:97 OPUS/48000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            """);
        (_, string text) = await fixture.ExchangeAsync(Browser, Sample.Read("chromium-offer-audio"), answer);

        Assert.Equal(["0", "111", "126"], SdpAssertions.Parse(text).Media[0].Formats);
        IReadOnlyList<CodecPlan> phone = fixture.Stream(Phone, 0).Codecs;
        Assert.Equal([(0, 0), (111, 97), (126, 101)], phone.Select(codec => ((int)codec.ReceivePayloadType, (int)codec.SendPayloadType)));
        IReadOnlyList<CodecPlan> browser = fixture.Stream(Browser, 0).Codecs;
        Assert.Equal([(0, 0), (111, 111), (126, 126)], browser.Select(codec => ((int)codec.ReceivePayloadType, (int)codec.SendPayloadType)));
        Assert.Equal(phone.Select(codec => codec.PassId), browser.Select(codec => codec.PassId));
    }

    [Fact]
    public async Task A_refused_stream_keeps_its_place()
    {
        RelayFixture fixture = new();
        string answer = Sample.Phone("m=audio 4000 RTP/AVP 8\r\nm=video 0 RTP/AVP 96");
        (_, string text) = await fixture.ExchangeAsync(Browser, Sample.Read("firefox-offer"), answer);

        SessionDescription session = SdpAssertions.Parse(text);
        Assert.Equal(0, session.Media[1].Port);
        Assert.Equal("1", session.Media[1].Attributes.Value("mid"));
        Assert.Equal(["0"], session.Bundle());
        Assert.Single(fixture.Plane.Plan(Phone).Transports);
        Assert.Single(fixture.Plane.OpenOn(Phone));
    }

    [Fact]
    public async Task A_data_channel_keeps_its_place_with_port_0()
    {
        RelayFixture fixture = new();
        SessionDescription offer = SdpAssertions.Parse(await fixture.OfferAsync(Browser, Sample.Read("chromium-offer-with-data")));
        Assert.Equal("application", offer.Media[2].Media);
        Assert.Equal(0, offer.Media[2].Port);
        Assert.Equal("UDP/DTLS/SCTP", offer.Media[2].Protocol);

        string answer = Sample.Phone("m=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\nm=application 0 UDP/DTLS/SCTP webrtc-datachannel");
        string text = await fixture.Relay.RelayAnswerAsync(Phone, answer, isFinal: true);
        OfferAnswerRules.Check(Sample.Read("chromium-offer-with-data"), text);
        Assert.Equal(0, SdpAssertions.Parse(text).Media[2].Port);
    }

    [Theory]
    [InlineData("firefox-offer")]
    [InlineData("firefox-offer-audio")]
    [InlineData("firefox-offer-with-data")]
    [InlineData("chromium-offer-audio")]
    public async Task Offers_of_all_browsers_pass(string sample)
    {
        RelayFixture fixture = new();
        SessionDescription offer = SdpAssertions.Parse(await fixture.OfferAsync(Browser, Sample.Read(sample)));
        Assert.NotEqual(0, offer.Media[0].Port);
        Assert.Contains("opus/48000", offer.Media[0].Codecs());
    }

    [Fact]
    public async Task A_bundle_only_stream_is_offered()
    {
        RelayFixture fixture = new();
        string offer = Sample.Read("firefox-offer", ("m=video 9 ", "m=video 0 "), ("a=mid:1\r\n", "a=mid:1\r\na=bundle-only\r\n"));
        SessionDescription carried = SdpAssertions.Parse(await fixture.OfferAsync(Browser, offer));
        Assert.NotEqual(0, carried.Media[1].Port);
    }

    [Fact]
    public async Task The_answers_of_forked_branches_each_come_into_force()
    {
        RelayFixture fixture = new();
        await fixture.OfferAsync(Browser, Sample.Read("chromium-offer-audio"));
        string first = await fixture.Relay.RelayAnswerAsync(Phone, Sample.Phone("m=audio 4000 RTP/AVP 0"), isFinal: false);
        Assert.Equal("192.0.2.20:4000", fixture.Plane.Plan(Phone).Transports[0].RemoteRtp!.ToString());
        string repeated = await fixture.Relay.RelayAnswerAsync(Phone, Sample.Phone("m=audio 4000 RTP/AVP 0"), isFinal: false);
        Assert.Equal(first, repeated);
        string other = await fixture.Relay.RelayAnswerAsync(Phone, Sample.Phone("m=audio 5000 RTP/AVP 8"), isFinal: true);

        Assert.NotEqual(first, other);
        Assert.Equal("192.0.2.20:5000", fixture.Plane.Plan(Phone).Transports[0].RemoteRtp!.ToString());
        Assert.Equal("PCMA", Assert.Single(fixture.Stream(Browser, 0).Codecs).Name);
        Assert.Equal(SdpAssertions.Parse(first).Media[0].Attributes.Value("ssrc"), SdpAssertions.Parse(other).Media[0].Attributes.Value("ssrc"));
    }

    [Theory]
    [InlineData("garbage", "Invalid SDP (doesn't start with v=)", MediaError.Malformed)]
    [InlineData("", "Invalid SDP (doesn't start with v=)", MediaError.Malformed)]
    [InlineData("v=0\r\n", "Missing mandatory lines (o=, s= or m=)", MediaError.Malformed)]
    public async Task A_text_that_is_no_description_is_named_so(string offer, string message, MediaError error)
    {
        RelayFixture fixture = new();
        MediaException thrown = await Assert.ThrowsAsync<MediaException>(() => fixture.Relay.RelayOfferAsync(Browser, offer));
        Assert.Equal(message, thrown.Message);
        Assert.Equal(error, thrown.Error);
        Assert.False(fixture.Plane.IsSessionOpen);
    }

    [Theory]
    [InlineData("a=ice-ufrag:", "a=x:", "it has no ICE credentials")]
    [InlineData("a=fingerprint:", "a=x:", "it has no certificate fingerprint")]
    [InlineData("a=rtcp-mux", "a=x", "it has no rtcp-mux")]
    [InlineData("UDP/TLS/RTP/SAVPF", "TCP/RTP/SAVPF", "TCP/RTP/SAVPF is not supported")]
    [InlineData("BUNDLE 0", "BUNDLE 7", "it is not in the BUNDLE group")]
    public async Task An_offer_that_lacks_something_is_refused_with_the_reason(string old, string @new, string reason)
    {
        RelayFixture fixture = new();
        string offer = Sample.Read("chromium-offer-audio", (old, @new));
        MediaException thrown = await Assert.ThrowsAsync<MediaException>(() => fixture.Relay.RelayOfferAsync(Browser, offer));
        Assert.Equal(MediaError.NotAcceptable, thrown.Error);
        Assert.Equal($"m-line 1: {reason}", thrown.Message);
    }
}
