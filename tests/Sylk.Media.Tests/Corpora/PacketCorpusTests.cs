using System.Buffers.Binary;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Rtcp;
using Sylk.Media.Rtp;
using Sylk.Media.Stun;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Corpora;

/// <summary>Packets made to break parsers. They come as a browser or a phone would send them, that is with the right keys: the
/// call they belong to goes on.</summary>
public sealed class PacketCorpusTests
{
    private static readonly byte[] Payload = [1, 2, 3];

    [Fact]
    public void Packets_cut_anywhere_are_read_or_refused()
    {
        foreach (var (_, bytes) in Packets())
        {
            for (var length = 0; length <= bytes.Length; length++)
            {
                // A packet of its own, so that a read behind its end is found.
                var packet = bytes.AsSpan(0, length).ToArray();
                Walk(packet);
            }
        }
    }

    [Fact]
    public async Task A_browser_that_sends_them_keeps_its_call()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        using var phone = new FakePhone();
        var (a, b) = (await test.OpenWebRtcAsync(MediaSide.A), await test.OpenRtpAsync(MediaSide.B));
        test.Apply(
            Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Audio(a.Id, Plans.Opus(111)), Plans.Video(a.Id, Plans.Vp8(100))),
            Plans.Rtp(MediaSide.B, phone.For(b), Plans.Audio(b.Id, Plans.Opus(96))));
        await browser.ConnectAsync(a);
        var ssrc = 0u;
        foreach (var (_, bytes) in Packets())
        {
            browser.SendRaw(bytes);
            if (RtpHeader.TryRead(bytes, out _))
            {
                // Each of another source: SRTP numbers a packet once only.
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), ++ssrc);
                browser.SendRtp(bytes);
            }
            if (bytes.Length >= RtcpPacket.HeaderLength + 4)
            {
                browser.SendRtcp(bytes);
            }
        }

        browser.SendRtp(RtpBuilder.Make(111, 500, 9000, 4242, Payload));
        Assert.Equal(RtpBuilder.Make(96, 500, 9000, 4242, Payload), await NextOfAsync(phone, 4242));
    }

    [Fact]
    public async Task A_phone_that_sends_them_keeps_its_call()
    {
        using var test = new TestPlane();
        using var phone = new FakePhone();
        var a = await test.OpenRtpAsync(MediaSide.A);
        test.Apply(Plans.Rtp(MediaSide.A, phone.For(a), Plans.Audio(a.Id, Plans.Opus(96))));
        await test.NextAsync<MediaEstablished>();
        foreach (var (_, bytes) in Packets())
        {
            phone.SendRtp(bytes, a.Rtp);
            phone.SendRtcp(bytes, a.Rtcp);
        }

        phone.SendRtp(RtpBuilder.Make(96, 500, 9000, 4242, Payload), a.Rtp);
        Assert.Equal(RtpBuilder.Make(96, 500, 9000, 4242, Payload), await NextOfAsync(phone, 4242));
    }

    private static void Walk(byte[] packet)
    {
        PacketKinds.Classify(packet);
        if (StunMessage.TryParse(packet, out var message))
        {
            message.TryGet(StunAttribute.Username, out _);
            message.FindUnknown();
            message.VerifyIntegrity(new StunCredential("password"));
        }

        if (RtpHeader.TryRead(packet, out var header))
        {
            header.TryGetPayload(packet, out _);
            var extensions = new HeaderExtensionReader(packet, header);
            while (extensions.MoveNext())
            {
                Assert.True(extensions.Value.Length <= packet.Length);
            }
        }

        var reports = new RtcpReader(packet);
        while (reports.MoveNext())
        {
            Assert.True(reports.Packet.Length >= RtcpPacket.HeaderLength);
        }
    }

    private static async Task<byte[]> NextOfAsync(FakePhone phone, uint ssrc)
    {
        while (true)
        {
            var packet = await phone.ReceiveRtpAsync();
            if (RtpHeader.TryRead(packet, out var header) && header.Ssrc == ssrc && header.SequenceNumber == 500)
            {
                return packet;
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Packets() => Corpus.Read("webrtc").Where(file => file.Bytes.Length <= 1200);
}
