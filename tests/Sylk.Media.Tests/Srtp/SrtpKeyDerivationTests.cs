using Sylk.Media.Plane;
using Sylk.Media.Srtp;

namespace Sylk.Media.Tests.Srtp;

public sealed class SrtpKeyDerivationTests
{
    private static readonly byte[] MasterKey = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static readonly byte[] MasterSalt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");

    /// <summary>RFC 3711 appendix B.3.</summary>
    [Fact]
    public void Derives_the_session_keys_of_the_RFC()
    {
        var keys = SrtpSessionKeys.DeriveRtp(SrtpProfile.Aes128CmHmacSha1Tag80, MasterKey, MasterSalt);
        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Convert.ToHexString(keys.Key));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Convert.ToHexString(keys.Salt));
        Assert.Equal("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", Convert.ToHexString(keys.Authentication));
    }

    [Fact]
    public void Keys_of_RTCP_are_others()
    {
        var rtp = SrtpSessionKeys.DeriveRtp(SrtpProfile.AeadAes128Gcm, MasterKey, MasterSalt.AsSpan(0, 12));
        var rtcp = SrtpSessionKeys.DeriveRtcp(SrtpProfile.AeadAes128Gcm, MasterKey, MasterSalt.AsSpan(0, 12));
        Assert.NotEqual(rtp.Key, rtcp.Key);
        Assert.NotEqual(rtp.Salt, rtcp.Salt);
        Assert.Equal(12, rtp.Salt.Length);
        Assert.Empty(rtp.Authentication);
    }
}
