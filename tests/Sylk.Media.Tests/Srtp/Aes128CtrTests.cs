using Sylk.Media.Srtp;

namespace Sylk.Media.Tests.Srtp;

public sealed class Aes128CtrTests
{
    /// <summary>RFC 3711 appendix B.2.</summary>
    [Fact]
    public void Makes_the_key_stream_of_the_RFC()
    {
        using var cipher = new Aes128Ctr(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"));
        var stream = new byte[48];
        cipher.Apply(Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), stream);
        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(stream));
    }
}
