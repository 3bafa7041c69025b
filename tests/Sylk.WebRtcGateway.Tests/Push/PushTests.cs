using System.Text;
using System.Text.Json.Nodes;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Push;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Push;

public sealed class PushTests
{
    private const string Bob = "bob@sylk.test";

    private static readonly PushToken Phone = new("app", "phone", "ios", "call", "back", true, null);
    private static readonly PushToken Tablet = new("app", "tablet", "android", "tab", null, false, null);

    private readonly FakeTime _time = new();
    private int _messages;

    /// <summary>O-41, O-42, O-52.</summary>
    [Fact]
    public async Task Every_device_that_sleeps_is_woken_by_a_payload_of_its_own()
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server);
        await ReceiveAsync(host, "text/plain", "Hello");
        var payloads = new[] { await server.NextAsync(), await server.NextAsync() };
        Assert.All(payloads, p => Assert.Equal(("POST", "/push?key=1", "application/json", "SylkServer"), (p.Method, p.Target, p.ContentType, p.UserAgent)));
        var sent = payloads.Select(p => JsonNode.Parse(p.Body)!.AsObject()).OrderBy(p => (string?)p["device-id"]).ToList();
        Assert.Single(sent.Select(s => (string?)s["call-id"]).Distinct());
        Assert.All(sent, s => s.Remove("call-id"));
        Assert.Equal(
            """{"event":"message","token":"back","app-id":"app","platform":"ios","device-id":"phone","silent":1,"from":"alice@sylk.test","from-display-name":"Alice","media-type":"sms","to":"bob@sylk.test","badge":1,"content-type":"text/plain"}""",
            sent[0].ToJsonString());
        Assert.Equal(
            """{"event":"message","token":"tab","app-id":"app","platform":"android","device-id":"tablet","silent":0,"from":"alice@sylk.test","from-display-name":"Alice","media-type":"sms","to":"bob@sylk.test","badge":1,"content-type":"text/plain"}""",
            sent[1].ToJsonString());
    }

    [Theory]
    [InlineData(1999, 1999)]
    [InlineData(5000, 2000)]
    public async Task Content_is_told_only_if_the_settings_say_so_and_not_without_end(int length, int told)
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server, s => s.IncludeContent = true);
        await ReceiveAsync(host, "text/html", new('x', length));
        Assert.Equal(told, ((string?)JsonNode.Parse((await server.NextAsync()).Body)!["content"])!.Length);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_device_that_is_connected_need_not_be_woken(bool skipOnline, int count)
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server, s => s.SkipOnline = skipOnline);
        using var browser = await host.LogInAsync(Bob);
        await browser.RequestAsync($$"""{"sylkrtc":"account-devicetoken","account":"{{Bob}}","token":"call-back","platform":"ios","device":"phone","app":"app"}""");
        await ReceiveAsync(host, "text/plain", "Hello");
        var woken = new List<string?>();
        for (var i = 0; i < count; i++)
        {
            woken.Add((string?)JsonNode.Parse((await server.NextAsync()).Body)!["device-id"]);
        }

        Assert.Contains("tablet", woken);
        await ReceiveAsync(host, "text/plain", "Second");
        Assert.Equal(2, (int)JsonNode.Parse((await server.NextAsync()).Body)!["badge"]!);
    }

    [Fact]
    public async Task What_is_nothing_to_read_wakes_nobody()
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server);
        await ReceiveAsync(host, "application/json", "{}");
        await ReceiveAsync(host, "text/plain", "to myself", from: "bob");
        await ReceiveAsync(host, "application/sylk-file-transfer", "{}");
        Assert.Equal("application/sylk-file-transfer", (string?)JsonNode.Parse((await server.NextAsync()).Body)!["content-type"]);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_forgotten_and_no_other()
    {
        await using var server = await StubServer.StartAsync();
        server.Answer = r => r.Body.Contains("\"back\"", StringComparison.Ordinal) ? new(410, """{"data":{"token":"tab"}}""") : new(200);
        await using var host = await StartAsync(server);
        await ReceiveAsync(host, "text/plain", "Hello");
        await host.Log.NextAsync("The token of a ios device of bob@sylk.test has expired");
        Assert.Equal([Tablet], await host.Store.PushTokens.ListAsync(AccountAddress.Of(Bob)));
    }

    [Theory]
    [InlineData(410, "text/html")]
    [InlineData(400, "application/json")]
    [InlineData(302, "application/json")]
    public async Task A_refusal_is_final_and_forgets_nothing(int status, string type)
    {
        await using var server = await StubServer.StartAsync();
        await using var other = await StubServer.StartAsync();
        server.Answer = _ => new(status, "{}", type, other.Url);
        await using var host = await StartAsync(server, devices: Tablet);
        await ReceiveAsync(host, "text/plain", "Hello");
        await host.Log.NextAsync($"The push server refused to wake a android device of bob@sylk.test: {status}");
        Assert.Equal([Tablet], await host.Store.PushTokens.ListAsync(AccountAddress.Of(Bob)));
        Assert.False(other.HasMore);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task What_fails_for_the_moment_comes_again_later_and_later_and_not_for_ever(int status)
    {
        await using var server = await StubServer.StartAsync();
        server.Answer = _ => new(status);
        await using var host = await StartAsync(server, devices: Tablet);
        await ReceiveAsync(host, "text/plain", "Hello");
        for (var delay = 1; delay <= 16; delay *= 2)
        {
            await server.NextAsync();
            var timer = await _time.NextTimerAsync();
            Assert.InRange(timer.Due.TotalSeconds, delay, delay * 1.5);
            timer.Fire();
        }

        await host.Log.NextAsync("A device of bob@sylk.test was not woken in 6 attempts");
    }

    [Fact]
    public async Task A_missed_call_is_told_once_whatever_the_number_of_connections()
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server, devices: Tablet);
        var (first, firstRegistration) = await host.RegisterAsync(Bob);
        var (second, secondRegistration) = await host.RegisterAsync(Bob);
        foreach (var (browser, registration) in new[] { (first, firstRegistration), (second, secondRegistration) })
        {
            var call = new FakeIncomingCall("v=0\r\nm=audio 1 RTP/AVP 0\r\nm=video 1 RTP/AVP 96\r\n");
            _ = registration.Options.OnCall!(call, CancellationToken.None);
            await browser.ReceiveAsync();
            call.Tell(new CallEnded(CallEndedBy.Remote, 487, "Request Terminated", null, WasEstablished: false));
            await browser.ReceiveAsync();
            await browser.ReceiveAsync();
        }

        Assert.Equal(
            """{"event":"missed_session","token":"tab","app-id":"app","platform":"android","device-id":"tablet","silent":0,"call-id":"call-1@sylk.test","from":"alice@sylk.test","from-display-name":"Alice","media-type":"video","to":"bob@sylk.test"}""",
            (await server.NextAsync()).Body);
        await ReceiveAsync(host, "text/plain", "Hello");
        Assert.Equal("message", (string?)JsonNode.Parse((await server.NextAsync()).Body)!["event"]);
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_call_for_an_account_without_any_registration_is_told_to_its_devices()
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server, devices: Tablet);
        var call = new FakeIncomingCall("v=0\r\nm=audio 1 RTP/AVP 0\r\n") { Invite = new("INVITE", SipUri.Parse("sip:bob@sylk.test")) };
        await host.Sip.CallHandler!(call, CancellationToken.None);
        Assert.Equal(480, (await call.Ended).StatusCode);
        var payload = JsonNode.Parse((await server.NextAsync()).Body)!;
        Assert.Equal(("missed_session", "alice@sylk.test", "audio"), ((string?)payload["event"], (string?)payload["from"], (string?)payload["media-type"]));
    }

    [Fact]
    public async Task A_fault_at_one_message_does_not_end_the_waking_for_others()
    {
        await using var server = await StubServer.StartAsync();
        await using var host = await StartAsync(server, devices: Tablet);
        host.Store.IsFaulty = true;
        await ReceiveAsync(host, "text/plain", "Hello");
        await host.Log.NextAsync("A device of bob@sylk.test cannot be woken");
        host.Store.IsFaulty = false;
        await ReceiveAsync(host, "text/plain", "Hello again");
        Assert.Equal("tab", (string?)JsonNode.Parse((await server.NextAsync()).Body)!["token"]);
    }

    [Fact]
    public void An_invitation_rings_and_has_the_form_of_the_original()
    {
        var payload = PushPayload.Of(new ConferenceInvitePush("id", new("alice@sylk.test", null), "room@conference.test", HasVideo: true), AccountAddress.Of(Bob), Phone);
        Assert.Equal(
            """{"event":"incoming_conference_request","token":"call","app-id":"app","platform":"ios","device-id":"phone","silent":1,"call-id":"id","from":"alice@sylk.test","from-display-name":null,"media-type":"video","to":"room@conference.test","account":"bob@sylk.test"}""",
            Encoding.UTF8.GetString(payload.Body.Span));
    }

    private async Task<GatewayHost> StartAsync(StubServer server, Action<PushSettings>? change = null, params PushToken[] devices)
    {
        var host = await GatewayHost.StartAsync(
            s =>
            {
                s.Push.Url = $"{server.Url}/push?key=1";
                change?.Invoke(s.Push);
            },
            _time);
        var account = AccountAddress.Of(Bob);
        await host.Store.Accounts.TouchAsync(account);
        foreach (var device in devices.Length > 0 ? devices : [Phone, Tablet])
        {
            await host.Store.PushTokens.SetAsync(account, device);
        }

        return host;
    }

    private async Task ReceiveAsync(GatewayHost host, string type, string content, string from = "alice")
    {
        var number = ++_messages;
        var request = new SipRequest("MESSAGE", SipUri.Parse($"sip:{Bob}"));
        request.Headers["From"] = $"\"Alice\" <sip:{from}@sylk.test>;tag=x";
        request.Headers["To"] = $"<sip:{Bob}>";
        request.Headers["Call-ID"] = $"push-{number}";
        request.Headers["CSeq"] = "1 MESSAGE";
        request.SetBody("message/cpim", Encoding.UTF8.GetBytes(
            $"From: <sip:{from}@sylk.test>\r\nTo: <sip:{Bob}>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: m{number}\r\nimdn.Disposition-Notification: display\r\n\r\nContent-Type: {type}\r\n\r\n{content}"));
        Assert.Equal(200, (await host.Sip.ReceiveAsync(request)).StatusCode);
    }
}
