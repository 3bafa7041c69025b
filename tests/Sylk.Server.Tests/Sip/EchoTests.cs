using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Sip;

/// <summary>Offers as the echo application takes them.</summary>
public sealed class EchoTests
{
    [Theory]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=application 9 TCP/BFCP *\r\n", 488)]
    [InlineData("no SDP at all", 400)]
    public async Task An_offer_of_which_nothing_can_be_used_is_refused(string offer, int expected)
    {
        await using var server = await RunningServer.StartAsync(settings: $"[applications]\nplugin_dir = \"{TestPlugins.BuiltIn}\"\nenabled = [\"echo\"]\ndefault = \"echo\"");
        using var phone = new RawPhone(server.Sip());
        var invite = phone.Request("INVITE", "echo");
        invite.SetBody("application/sdp", offer);
        Assert.Equal(expected, (await phone.AskAsync(invite)).StatusCode);
    }
}
