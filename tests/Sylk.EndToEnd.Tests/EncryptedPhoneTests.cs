using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>A browser and a real phone that wants its media encrypted, by SDES or by DTLS.</summary>
public sealed class EncryptedPhoneTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Theory]
    [InlineData("sdes_optional", "srtp")]
    [InlineData("sdes", "srtp-mand")]
    [InlineData("dtls", "dtls_srtp")]
    public async Task A_phone_is_offered_what_the_settings_say(string encryption, string phoneEncryption)
    {
        await using var server = await SylkServer.StartAsync(new SettingChange("sylk.toml", "\"sdes_optional\"", $"\"{encryption}\""));
        await using var bob = await BaresipPhone.StartAsync(
            server.TakeAccount(), "demo", $"127.0.0.1:{server.SipPort}", more: $";mediaenc={phoneEncryption}");
        await bob.WaitForRegistrationAsync();
        await using var alice = await home.OpenPageAsync(server);
        await alice.LogInAsync(server.TakeAccount());
        await alice.WaitForLoginAsync();
        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await TalkAsync(alice, bob);
    }

    [Theory]
    [InlineData("srtp")]
    [InlineData("srtp-mand")]
    [InlineData("srtp-mandf")]
    [InlineData("dtls_srtp")]
    public async Task A_phone_is_answered_as_it_asks(string phoneEncryption)
    {
        await using var bob = await home.StartBaresipAsync(more: $";mediaenc={phoneEncryption}");
        await using var alice = await home.LogInAsync();
        await bob.CommandAsync("dial", $"sip:{alice.Address}");
        await alice.AnswerAsync();
        await TalkAsync(alice, bob);
    }

    private static async Task TalkAsync(PhonePage browser, BaresipPhone phone)
    {
        await phone.WaitForEventAsync("CALL_ESTABLISHED");
        await phone.WaitForKeysAsync();
        await browser.WaitForTalkAsync();
        await browser.WaitForTonesAsync(BaresipPhone.ToneFrequency);
        await phone.WaitForSoundAsync();
        await MediaFlow.LastAsync();
        await phone.CommandAsync("hangup");
        await browser.EndedTextAsync();
    }
}
