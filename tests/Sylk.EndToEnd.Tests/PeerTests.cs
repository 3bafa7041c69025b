using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The peers themselves, so that a failing test elsewhere is not their fault.</summary>
public sealed class PeerTests
{
    [Fact]
    public async Task Two_phones_call_each_other_through_the_proxy()
    {
        await using var proxy = await KamailioProxy.StartAsync(FreePorts.Take(), "sip:127.0.0.1:9");
        await using var alice = await BaresipPhone.StartAsync("alice@sip.test", "alice-pw", $"127.0.0.1:{proxy.Port}");
        await using var bob = await BaresipPhone.StartAsync("bob@sip.test", "bob-pw", $"127.0.0.1:{proxy.Port}");
        await alice.WaitForRegistrationAsync();
        await bob.WaitForRegistrationAsync();
        await PhoneCall.TalkAsync(alice, bob);
    }
}
