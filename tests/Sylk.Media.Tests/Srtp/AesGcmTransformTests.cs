using Sylk.Media.Srtp;

namespace Sylk.Media.Tests.Srtp;

/// <summary>RFC 7714 sections 16.1.1 and 17.1.</summary>
public sealed class AesGcmTransformTests
{
    private const string RtpPlain =
        "8040F17B8041F8D35501A0B2" + "47616C6C696120657374206F6D6E69732064697669736120696E20706172746573207472657300";

    private const string Rtp =
        "8040F17B8041F8D35501A0B2"
        + "F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A51C7D19B36DE3ADF8833"
        + "899D7F27BEB16A9152CF765EE4390CCE";

    private const string RtcpPlain =
        "81C8000D4D617273" + "4E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF";

    private const string Rtcp =
        "81C8000D4D617273"
        + "63E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA4CE09B4686303DED0BB9275B"
        + "C84AA45896CF4D2FC5ABF87245D9EADE800005D4";

    private const uint RtpSsrc = 0x5501A0B2;
    private const ulong RtpIndex = 0xF17B;
    private const uint RtcpSsrc = 0x4D617273;
    private const uint RtcpIndex = 0x5D4;

    private static readonly SrtpSessionKeys Keys = new(
        Convert.FromHexString("000102030405060708090A0B0C0D0E0F"), [], Convert.FromHexString("517569642070726F2071756F"));

    [Fact]
    public void Protects_RTP_as_the_RFC_does()
    {
        using var transform = new AesGcmTransform(Keys, Keys, protects: true);
        var plain = Convert.FromHexString(RtpPlain)[..^1];
        var packet = new byte[plain.Length + transform.RtpOverhead];
        plain.CopyTo(packet, 0);
        transform.ProtectRtp(packet, 12, RtpSsrc, RtpIndex);
        Assert.Equal(Rtp, Convert.ToHexString(packet));
    }

    [Fact]
    public void Unprotects_the_RTP_of_the_RFC()
    {
        using var transform = new AesGcmTransform(Keys, Keys, protects: false);
        var packet = Convert.FromHexString(Rtp);
        Assert.True(transform.TryUnprotectRtp(packet, 12, RtpSsrc, RtpIndex));
        Assert.Equal(Convert.FromHexString(RtpPlain)[..^1], packet[..^transform.RtpOverhead]);
    }

    [Fact]
    public void Protects_RTCP_as_the_RFC_does()
    {
        using var transform = new AesGcmTransform(Keys, Keys, protects: true);
        var plain = Convert.FromHexString(RtcpPlain);
        var packet = new byte[plain.Length + transform.RtcpOverhead];
        plain.CopyTo(packet, 0);
        transform.ProtectRtcp(packet, RtcpSsrc, RtcpIndex);
        Assert.Equal(Rtcp, Convert.ToHexString(packet));
    }

    [Fact]
    public void Unprotects_the_RTCP_of_the_RFC()
    {
        using var transform = new AesGcmTransform(Keys, Keys, protects: false);
        var packet = Convert.FromHexString(Rtcp);
        Assert.True(transform.TryUnprotectRtcp(packet, RtcpSsrc));
        Assert.Equal(Convert.FromHexString(RtcpPlain), packet[..^transform.RtcpOverhead]);
    }
}
