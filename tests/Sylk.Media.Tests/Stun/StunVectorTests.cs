using System.Net;
using System.Text;
using Sylk.Media.Stun;

namespace Sylk.Media.Tests.Stun;

/// <summary>RFC 5769.</summary>
public sealed class StunVectorTests
{
    private const string Request =
        "000100582112A442B7E7A701BC34D686FA87DFAE" + "802200105354554E207465737420636C69656E74"
        + "002400046E0001FF" + "80290008932FF9B151263B36" + "000600096576746A3A68367659202020"
        + "000800149AEAA70CBFD8CB56781EF2B5B2D3F249C1B571A2" + "80280004E57A3BCF";

    private const string ResponseV4 =
        "0101003C2112A442B7E7A701BC34D686FA87DFAE" + "8022000B7465737420766563746F7220" + "002000080001A147E112A643"
        + "000800142B91F599FD9E90C38C7489F92AF9BA53F06BE7D7" + "80280004C07D4C96";

    private const string ResponseV6 =
        "010100482112A442B7E7A701BC34D686FA87DFAE" + "8022000B7465737420766563746F7220"
        + "002000140002A1470113A9FAA5D3F179BC25F4B5BED2B9D9"
        + "00080014A382954E4BE67BF11784C97C8292C275BFE3ED41" + "80280004C8FB0B4C";

    private static readonly StunCredential Password = new("VOkJxbRl1RmTxUk/WvJxBt");

    [Fact]
    public void Reads_and_verifies_the_request()
    {
        Assert.True(StunMessage.TryParse(Convert.FromHexString(Request), out var message));
        Assert.Equal(StunMessageType.BindingRequest, message.Type);
        Assert.True(message.TryGet(StunAttribute.Username, out var username));
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(username));
        Assert.True(message.VerifyIntegrity(Password));
        Assert.False(message.VerifyIntegrity(new StunCredential("another")));
        Assert.Equal((StunAttribute)0, message.FindUnknown());
    }

    [Theory]
    [InlineData(ResponseV4, "192.0.2.1")]
    [InlineData(ResponseV6, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void Verifies_the_responses_and_writes_the_same_mapped_address(string response, string address)
    {
        Assert.True(StunMessage.TryParse(Convert.FromHexString(response), out var message));
        Assert.True(message.VerifyIntegrity(Password));
        Assert.True(message.TryGet(StunAttribute.XorMappedAddress, out var expected));

        var writer = new StunWriter(new byte[200], StunMessageType.BindingSuccess, message.TransactionId);
        writer.AddXorMappedAddress(new IPEndPoint(IPAddress.Parse(address), 32853));
        writer.AddIntegrity(Password);
        writer.AddFingerprint();
        Assert.True(StunMessage.TryParse(writer.Written, out var written));
        Assert.True(written.TryGet(StunAttribute.XorMappedAddress, out var mapped));
        Assert.Equal(expected.ToArray(), mapped.ToArray());
        Assert.True(written.VerifyIntegrity(Password));
    }

    [Fact]
    public void Notices_every_flipped_bit()
    {
        var bytes = Convert.FromHexString(ResponseV4);
        for (var i = 0; i < (bytes.Length - 8) * 8; i++)
        {
            bytes[i / 8] ^= (byte)(1 << (i % 8));
            Assert.False(StunMessage.TryParse(bytes, out var message) && message.VerifyIntegrity(Password));
            bytes[i / 8] ^= (byte)(1 << (i % 8));
        }
    }
}
