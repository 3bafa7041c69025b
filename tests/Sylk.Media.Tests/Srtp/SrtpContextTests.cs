using Sylk.Media.Plane;
using Sylk.Media.Srtp;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Srtp;

public sealed class SrtpContextTests
{
    private static readonly byte[] Key = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static readonly byte[] Salt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");

    public static TheoryData<int> Profiles => [0, 1, 2];

    /// <summary>Known answers that libsrtp gives for this key.</summary>
    [Fact]
    public void Counter_mode_packets_are_those_of_other_implementations()
    {
        using var context = new SrtpSendContext(SrtpProfile.Aes128CmHmacSha1Tag80, Key, Salt);
        Assert.Equal(
            "800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB",
            Convert.ToHexString(Protect(context, Convert.FromHexString("800F1234DECAFBADCAFEBABEABABABABABABABABABABABABABABABAB"))));
        Assert.Equal(
            "81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A880000001993E08CD54D6C1230798",
            Convert.ToHexString(ProtectRtcp(context, Convert.FromHexString("81C8000BCAFEBABEABABABABABABABABABABABABABABABAB"))));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Survives_the_rollover_of_sequence_numbers_with_reordering(int profile)
    {
        var (send, receive) = MakePair((SrtpProfile)profile);
        using var sender = send;
        using var receiver = receive;
        var packets = Enumerable.Range(0, 200)
            .Select(i => Protect(send, Packet((ushort)(65_450 + i)))).ToArray();
        for (var i = 0; i + 1 < packets.Length; i += 2)
        {
            (packets[i], packets[i + 1]) = (packets[i + 1], packets[i]);
        }
        Assert.All(packets, packet => Assert.Equal(SrtpResult.Success, receive.UnprotectRtp(packet, out _)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Refuses_what_was_seen_before_or_is_older_than_the_window(int profile)
    {
        var (send, receive) = MakePair((SrtpProfile)profile);
        using var sender = send;
        using var receiver = receive;
        var packets = Enumerable.Range(0, ReplayWindow.Size + 2).Select(i => Protect(send, Packet((ushort)i))).ToArray();
        var late = packets[1].ToArray();
        var tooLate = packets[0].ToArray();
        var again = packets[^1].ToArray();
        foreach (var packet in packets[2..])
        {
            Assert.Equal(SrtpResult.Success, receive.UnprotectRtp(packet, out _));
        }
        Assert.Equal(SrtpResult.Replayed, receive.UnprotectRtp(again, out _));
        Assert.Equal(SrtpResult.Replayed, receive.UnprotectRtp(late, out _));
        Assert.Equal(SrtpResult.Replayed, receive.UnprotectRtp(tooLate, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Garbage_changes_nothing(int profile)
    {
        var (send, receive) = MakePair((SrtpProfile)profile);
        using var sender = send;
        using var receiver = receive;
        var random = new Random(profile);
        Assert.Equal(SrtpResult.Success, receive.UnprotectRtp(Protect(send, Packet(1)), out _));
        for (var i = 0; i < 1000; i++)
        {
            // A jump of the sequence number and of the SSRC, neither with a good tag.
            var forged = Packet((ushort)random.Next(65_536), i % 2 == 0 ? 1u : (uint)random.Next());
            Assert.NotEqual(SrtpResult.Success, receive.UnprotectRtp([.. forged, .. new byte[16]], out _));
        }
        Assert.Equal(SrtpResult.Success, receive.UnprotectRtp(Protect(send, Packet(2)), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_flipped_byte_is_noticed(int profile)
    {
        var (send, receive) = MakePair((SrtpProfile)profile);
        using var sender = send;
        using var receiver = receive;
        var packet = Protect(send, Packet(7));
        var control = ProtectRtcp(send, Convert.FromHexString("80C9000100000001"));
        for (var i = 0; i < packet.Length; i++)
        {
            var changed = packet.ToArray();
            changed[i] ^= 1;
            Assert.NotEqual(SrtpResult.Success, receive.UnprotectRtp(changed, out _));
        }
        for (var i = 0; i < control.Length; i++)
        {
            var changed = control.ToArray();
            changed[i] ^= 1;
            Assert.NotEqual(SrtpResult.Success, receive.UnprotectRtcp(changed, out _));
        }
        Assert.Equal(SrtpResult.Success, receive.UnprotectRtp(packet, out var length));
        Assert.Equal(Packet(7), packet[..length]);
        Assert.Equal(SrtpResult.Success, receive.UnprotectRtcp(control, out length));
        Assert.Equal("80C9000100000001", Convert.ToHexString(control.AsSpan(0, length)));
    }

    [Fact]
    public void An_index_is_not_used_for_two_packets()
    {
        var (send, receive) = MakePair(SrtpProfile.AeadAes128Gcm);
        using var sender = send;
        using var receiver = receive;
        var packet = Packet(3);
        Protect(send, packet);
        var room = new byte[packet.Length + SrtpParameters.MaxOverhead];
        packet.CopyTo(room, 0);
        var length = packet.Length;
        Assert.Equal(SrtpResult.Replayed, send.ProtectRtp(room, ref length));
        Assert.Equal(SrtpResult.Success, send.ProtectRtp(room, ref length, repeats: true));
    }

    [Fact]
    public void The_short_tag_is_for_RTP_only()
    {
        using var context = new SrtpSendContext(SrtpProfile.Aes128CmHmacSha1Tag32, Key, Salt);
        Assert.Equal(Packet(1).Length + 4, Protect(context, Packet(1)).Length);
        Assert.Equal(8 + 4 + 10, ProtectRtcp(context, Convert.FromHexString("80C9000100000001")).Length);
    }

    private static (SrtpSendContext Send, SrtpReceiveContext Receive) MakePair(SrtpProfile profile)
    {
        var salt = Salt.AsSpan(0, SrtpParameters.SaltLength(profile));
        return (new(profile, Key, salt), new(profile, Key, salt));
    }

    private static byte[] Packet(ushort sequenceNumber, uint ssrc = 1) =>
        RtpBuilder.Make(96, sequenceNumber, sequenceNumber * 160u, ssrc, "some payload"u8);

    private static byte[] Protect(SrtpSendContext context, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpParameters.MaxOverhead];
        packet.CopyTo(buffer, 0);
        var length = packet.Length;
        Assert.Equal(SrtpResult.Success, context.ProtectRtp(buffer, ref length));
        return buffer[..length];
    }

    private static byte[] ProtectRtcp(SrtpSendContext context, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpParameters.MaxOverhead];
        packet.CopyTo(buffer, 0);
        var length = packet.Length;
        Assert.Equal(SrtpResult.Success, context.ProtectRtcp(buffer, ref length));
        return buffer[..length];
    }
}
