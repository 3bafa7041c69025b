using System.Text;
using Sylk.Media.Srtp;

namespace Sylk.Media.Tests.Srtp;

public sealed class HmacSha1Tests
{
    /// <summary>RFC 2202 section 3, cases 1, 2 and 4.</summary>
    [Theory]
    [InlineData("0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "4869205468657265", "B617318655057264E28BC0B6FB378C8EF146BE00")]
    [InlineData("4A656665", "7768617420646F2079612077616E7420666F72206E6F7468696E673F", "EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79")]
    [InlineData(
        "0102030405060708090A0B0C0D0E0F10111213141516171819",
        "CDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCD",
        "4C9007F4026250C6BC8414F9BF50C86C2D7235DA")]
    public void Computes_the_digests_of_the_RFC(string key, string message, string digest)
    {
        var hmac = new HmacSha1(Convert.FromHexString(key));
        var result = new byte[HmacSha1.DigestLength];
        hmac.Compute(Convert.FromHexString(message), [], result);
        Assert.Equal(digest, Convert.ToHexString(result));
    }

    [Fact]
    public void A_message_in_two_pieces_has_the_digest_of_the_whole()
    {
        var hmac = new HmacSha1("key"u8);
        var whole = new byte[HmacSha1.DigestLength];
        var pieces = new byte[HmacSha1.DigestLength];
        hmac.Compute(Encoding.ASCII.GetBytes("one and two"), [], whole);
        hmac.Compute("one "u8, "and two"u8, pieces);
        Assert.Equal(whole, pieces);
    }
}
