using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The peers themselves, so that a failing test elsewhere is not their fault.</summary>
public sealed class PeerTests
{
    [Fact]
    public async Task Two_phones_call_each_other_through_the_proxy()
    {
        await using var proxy = await KamailioProxy.StartAsync("sip:127.0.0.1:9");
        string Account(string user, string more) => $"<sip:{user}@sip.test;transport=udp>;auth_pass={user}-pw;regint=60;outbound=\"sip:127.0.0.1:{proxy.Port};transport=udp\"{more}";
        await using var alice = await BaresipPhone.StartAsync(Account("alice", ""));
        await using var bob = await BaresipPhone.StartAsync(Account("bob", ""));
        await PhoneCall.TalkAsync(alice, bob, "sip:bob@sip.test");
    }
}
