using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>SIP phones at the home domain of the server with the shipped settings.</summary>
public sealed class PhoneTests : IAsyncLifetime
{
    private SylkServer _server = null!;

    public async Task InitializeAsync() => _server = await SylkServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Two_phones_register_and_call_each_other(string transport)
    {
        await using var alice = await BaresipPhone.StartAsync(Account("alice", transport));
        await using var bob = await BaresipPhone.StartAsync(Account("bob", transport));
        await PhoneCall.TalkAsync(alice, bob, "sip:bob@sylk.test");
    }

    [Fact]
    public async Task A_phone_that_calls_echo_hears_itself()
    {
        await using var alice = await BaresipPhone.StartAsync(Account("alice", "udp"));
        await alice.WaitForRegistrationAsync();
        await alice.CommandAsync("dial", "sip:echo@sylk.test");
        await alice.WaitForEventAsync("CALL_ESTABLISHED");
        await alice.WaitForRtpAsync();
        await Media.FlowAsync();
        await alice.CommandAsync("hangup");
        await alice.WaitForToneAsync();
        var (sent, received) = await alice.WaitForSummaryAsync();
        Assert.True(sent > 50 && received > 50, $"{sent} {received}");
    }

    [Fact]
    public async Task A_browser_calls_a_phone_and_a_phone_calls_a_browser()
    {
        await using var chromium = await ChromiumBrowser.StartAsync();
        await using var bob = await BaresipPhone.StartAsync(Account("bob", "udp"));
        await bob.WaitForRegistrationAsync();
        var alice = await chromium.OpenPhoneAsync(_server.Page);
        await alice.LogInAsync("alice@sylk.test");
        await alice.WaitForLoginAsync();

        await alice.CallAsync("bob@sylk.test");
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await bob.WaitForRtpAsync();
        await alice.HangUpAsync();
        await alice.EndedTextAsync();
        await bob.WaitForEventAsync("CALL_CLOSED");

        await bob.CommandAsync("dial", "sip:alice@sylk.test");
        await alice.AnswerAsync();
        await alice.WaitForTalkAsync();
        await bob.WaitForEventAsync("CALL_ESTABLISHED");
        await Media.FlowAsync();
        await bob.CommandAsync("hangup");
        await alice.EndedTextAsync();
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_calls()
    {
        await using var chromium = await ChromiumBrowser.StartAsync();
        await using var bob = await BaresipPhone.StartAsync(Account("bob", "udp"));
        await bob.WaitForRegistrationAsync();
        var alice = await chromium.OpenPhoneAsync(_server.Page);
        await alice.LogInAsync("alice@sylk.test");
        await alice.WaitForLoginAsync();
        await alice.CallAsync("bob@sylk.test");
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTalkAsync();
        Assert.Equal(0, await _server.StopAsync());
        await bob.WaitForEventAsync("CALL_CLOSED");
    }

    private string Account(string user, string transport) =>
        $"<sip:{user}@sylk.test;transport={transport}>;auth_pass=demo;regint=60;outbound=\"sip:127.0.0.1:{(transport == "tls" ? _server.TlsPort : _server.SipPort)};transport={transport}\"";
}
