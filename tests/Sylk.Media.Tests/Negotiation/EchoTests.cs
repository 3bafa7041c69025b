using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;
using Sylk.Media.Sessions;
using Sylk.Media.Tests.Sessions;

namespace Sylk.Media.Tests.Negotiation;

public class EchoTests
{
    private readonly FakeMediaPlane _plane = new();

    [Theory]
    [InlineData("chromium-offer")]
    [InlineData("chromium-offer-audio")]
    [InlineData("chromium-offer-with-data")]
    [InlineData("firefox-offer")]
    [InlineData("firefox-offer-with-data")]
    public async Task A_browser_gets_back_every_codec_it_offers(string sample)
    {
        await using IMediaEcho echo = Echo(MediaLegKind.WebRtc);
        string offer = Sample.Read(sample);
        string text = await echo.AnswerAsync(offer);

        OfferAnswerRules.CheckOwn(text);
        OfferAnswerRules.Check(offer, text);
        LegPlan plan = Assert.Single(Assert.Single(_plane.Applied));
        Assert.Single(plan.Transports);
        Assert.All(plan.Streams, stream =>
        {
            Assert.True(stream is { MaySend: true, MayReceive: true });
            Assert.All(stream.Codecs, codec => Assert.Equal(codec.SendPayloadType, codec.ReceivePayloadType));
        });
        Assert.Contains(plan.Streams[0].Codecs, codec => codec.Name == "opus");
        Assert.Contains(plan.Streams[0].Codecs, codec => codec.Name == "telephone-event");
        Assert.DoesNotContain(plan.Streams[0].Codecs, codec => codec.Name == "red");
        Assert.Contains(plan.Streams[0].HeaderExtensions, extension => extension.Uri.EndsWith("ssrc-audio-level", StringComparison.Ordinal));
        if (sample.EndsWith("offer", StringComparison.Ordinal))
        {
            Assert.True(plan.Streams[1].Feedback is { Nack: true, Pli: true, TransportCc: true });
            Assert.Contains(plan.Streams[1].Codecs, codec => codec is { Name: "rtx", RtxOf: >= 0 });
        }
    }

    [Theory]
    [InlineData("baresip-offer", null)]
    [InlineData("baresip-offer-sdes-optional", SrtpProfile.Aes128CmHmacSha1Tag80)]
    [InlineData("baresip-offer-sdes", SrtpProfile.Aes128CmHmacSha1Tag80)]
    [InlineData("linphone-offer", null)]
    [InlineData("linphone-offer-sdes", SrtpProfile.Aes128CmHmacSha1Tag80)]
    public async Task A_phone_is_answered_as_it_asks(string sample, SrtpProfile? profile)
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        string offer = Sample.Read(sample);
        string text = await echo.AnswerAsync(offer);

        OfferAnswerRules.CheckOwn(text);
        OfferAnswerRules.Check(offer, text);
        SessionDescription answer = SdpAssertions.Parse(text);
        Assert.All(answer.Media, media => Assert.NotEqual(0, media.Port));
        LegPlan plan = _plane.Plan(MediaSide.A);
        Assert.Equal(2, plan.Transports.Count);
        Assert.All(plan.Transports, transport => Assert.Equal(profile, transport.Sdes?.Profile));
        Assert.All(plan.Streams, stream => Assert.NotEqual(0u, stream.LocalSsrc));
        Assert.True(plan.Streams[1].Feedback.Pli);
    }

    [Theory]
    [InlineData("baresip-offer-dtls")]
    [InlineData("linphone-offer-dtls")]
    public async Task A_phone_with_dtls_finds_us_waiting(string sample)
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        string offer = Sample.Read(sample);
        string text = await echo.AnswerAsync(offer);

        OfferAnswerRules.Check(offer, text);
        SessionDescription answer = SdpAssertions.Parse(text);
        Assert.All(answer.Media, media =>
        {
            Assert.Equal("passive", media.Attributes.Value("setup"));
            Assert.False(media.Attributes.Has("rtcp-mux"));
        });
        Assert.All(_plane.Plan(MediaSide.A).Transports, transport => Assert.False(transport.Dtls!.IsClient));
    }

    [Fact]
    public async Task Hold_is_mirrored_and_its_end_too()
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        string active = Sample.Phone("m=audio 4000 RTP/AVP 0\r\na=sendrecv");
        Assert.Equal(MediaDirection.SendReceive, Direction(await echo.AnswerAsync(active)));
        (string Offered, MediaDirection Answered)[] steps =
        [
            ("sendonly", MediaDirection.ReceiveOnly), ("inactive", MediaDirection.Inactive), ("recvonly", MediaDirection.SendOnly),
            ("sendrecv", MediaDirection.SendReceive),
        ];
        foreach ((string offered, MediaDirection answered) in steps)
        {
            Assert.Equal(answered, Direction(await echo.AnswerAsync(active.Replace("sendrecv", offered, StringComparison.Ordinal))));
            Assert.Equal(answered.Sends(), _plane.Plan(MediaSide.A).Streams[0].MaySend);
            Assert.Equal(answered.Receives(), _plane.Plan(MediaSide.A).Streams[0].MayReceive);
        }

        Assert.Equal(1, _plane.OpenCount);
    }

    [Fact]
    public async Task An_address_of_zeros_is_a_hold()
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        await echo.AnswerAsync(Sample.Phone("m=audio 4000 RTP/AVP 0"));
        string text = await echo.AnswerAsync(Sample.Phone("m=audio 4000 RTP/AVP 0", "IN IP4 0.0.0.0"));
        Assert.Equal(MediaDirection.ReceiveOnly, Direction(text));
        Assert.False(_plane.Plan(MediaSide.A).Streams[0].MaySend);
        Assert.Null(_plane.Plan(MediaSide.A).Transports[0].RemoteRtp);
    }

    [Fact]
    public async Task The_same_offer_again_gives_the_same_answer()
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        string offer = Sample.Phone("m=audio 4000 RTP/AVP 0");
        Assert.Equal(await echo.AnswerAsync(offer), await echo.AnswerAsync(offer));
    }

    [Fact]
    public async Task A_removed_stream_frees_its_port_and_can_come_back()
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        string both = Sample.Phone("m=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 96\r\na=rtpmap:96 VP8/90000");
        await echo.AnswerAsync(both);
        Assert.Equal(2, _plane.OpenCount);
        await echo.AnswerAsync(both.Replace("video 4002", "video 0", StringComparison.Ordinal));
        Assert.Equal(1, _plane.OpenCount);
        string text = await echo.AnswerAsync(both);
        Assert.Equal(2, _plane.OpenCount);
        Assert.Equal("3", SdpAssertions.Parse(text).Origin.SessionVersion);
    }

    [Fact]
    public async Task An_invite_without_offer_gets_one()
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        string offer = await echo.CreateOfferAsync();
        OfferAnswerRules.CheckOwn(offer);
        Assert.Equal(["opus/48000", "G722/8000", "PCMU/8000", "PCMA/8000", "telephone-event/8000"], SdpAssertions.Parse(offer).Media[0].Codecs());
        await echo.ApplyAnswerAsync(Sample.Phone("m=audio 4000 RTP/AVP 8"));
        Assert.Equal("PCMA", Assert.Single(_plane.Plan(MediaSide.A).Streams[0].Codecs).Name);

        string again = await echo.CreateOfferAsync();
        Assert.Equal(["PCMA/8000"], SdpAssertions.Parse(again).Media[0].Codecs());
        await echo.ApplyAnswerAsync(Sample.Phone("m=audio 4100 RTP/AVP 8"));
        Assert.Equal(4100, _plane.Plan(MediaSide.A).Transports[0].RemoteRtp!.Port);
    }

    [Fact]
    public async Task An_offer_with_neither_audio_nor_video_is_refused()
    {
        await using IMediaEcho echo = Echo(MediaLegKind.Rtp);
        MediaException thrown = await Assert.ThrowsAsync<MediaException>(
            () => echo.AnswerAsync(Sample.Phone("m=message 4000 TCP/MSRP *\r\nm=audio 0 RTP/AVP 0")));
        Assert.Equal(MediaError.NotAcceptable, thrown.Error);
        Assert.Equal("m-line 1: message is not supported, m-line 2: its port is 0", thrown.Message);
    }

    private IMediaEcho Echo(MediaLegKind kind) =>
        new MediaService(_plane, new() { AllowLocalPeers = true }).CreateEcho(new() { Kind = kind });

    private static MediaDirection Direction(string text) => SdpAssertions.Parse(text).Media[0].Direction();
}
