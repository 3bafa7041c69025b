using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>A browser and a real phone that wants its media encrypted, by SDES or by DTLS.</summary>
public sealed class EncryptedPhoneTests
{
    [Theory]
    [InlineData("sdes_optional", "srtp")]
    [InlineData("sdes", "srtp-mand")]
    [InlineData("dtls", "dtls_srtp")]
    public async Task A_phone_is_offered_what_the_settings_say(string encryption, string phoneEncryption)
    {
        await using var server = await StartServerAsync(encryption);
        await using var chromium = await ChromiumBrowser.StartAsync();
        await using var bob = await StartPhoneAsync(server, phoneEncryption);
        var alice = await LogInAsync(chromium, server);
        await alice.CallAsync("bob@sylk.test");
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
        await using var server = await StartServerAsync("sdes_optional");
        await using var chromium = await ChromiumBrowser.StartAsync();
        await using var bob = await StartPhoneAsync(server, phoneEncryption);
        var alice = await LogInAsync(chromium, server);
        await bob.CommandAsync("dial", "sip:alice@sylk.test");
        await alice.AnswerAsync();
        await TalkAsync(alice, bob);
    }

    private static Task<SylkServer> StartServerAsync(string encryption) =>
        SylkServer.StartAsync(new Dictionary<string, string> { ["SYLK__RTP__ENCRYPTION"] = encryption });

    private static async Task<BaresipPhone> StartPhoneAsync(SylkServer server, string encryption)
    {
        var phone = await BaresipPhone.StartAsync(
            $"<sip:bob@sylk.test>;auth_pass=demo;regint=60;mediaenc={encryption};outbound=\"sip:127.0.0.1:{server.SipPort}\"");
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    private static async Task<PhonePage> LogInAsync(ChromiumBrowser chromium, SylkServer server)
    {
        var page = await chromium.OpenPhoneAsync(server.Page);
        await page.LogInAsync("alice@sylk.test");
        await page.WaitForLoginAsync();
        return page;
    }

    private static async Task TalkAsync(PhonePage browser, BaresipPhone phone)
    {
        await phone.WaitForEventAsync("CALL_ESTABLISHED");
        await phone.WaitForKeysAsync();
        await browser.WaitForTalkAsync();
        await browser.WaitForAudioAsync();
        await phone.WaitForRtpAsync();
        await Media.FlowAsync();
        await phone.CommandAsync("hangup");
        await browser.EndedTextAsync();

        // A microphone that beeps once in a while.
        await Eventually.IsTrueAsync(() => phone.Heard().Peak > 0.05, () => $"heard {phone.Heard()}");
    }
}
