using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Sip;

/// <summary>Which application gets a request, and what is refused with which code, asked over UDP.</summary>
public sealed class RequestRoutingTests(RequestRoutingTests.Fixture fixture) : IClassFixture<RequestRoutingTests.Fixture>, IDisposable
{
    private const string Stranger = "127.0.0.2";
    private readonly RunningServer _server = fixture.Server;
    private readonly RawPhone _phone = new(fixture.Server.Sip());

    public void Dispose() => _phone.Dispose();

    [Theory]
    [InlineData("room@one.test", null, "by-address")]
    [InlineData("room@ONE.test", null, "by-address")]
    [InlineData("other@one.test", null, "by-host")]
    [InlineData("other@two.test", null, "by-host")]
    [InlineData("room@two.test", null, "by-host")]
    [InlineData("room@three.test", null, "by-user")]
    [InlineData("desk@three.test", null, "by-user")]
    [InlineData("other@three.test", null, "by-default")]
    [InlineData("room@one.test", "by-header", "by-header")]
    [InlineData("other@three.test", " by-header ", "by-header")]
    public async Task The_header_counts_before_address_host_user_and_default(string uri, string? header, string expected)
    {
        var response = await _phone.AskAsync("MESSAGE", uri, ("X-Sylk-App", header));
        Assert.Equal((200, expected), (response.StatusCode, response.Headers["X-Application"]));
    }

    [Fact]
    public async Task An_unknown_application_is_not_replaced_by_another_one()
    {
        Assert.Equal(404, (await _phone.AskAsync("MESSAGE", "room@one.test", ("X-Sylk-App", "nobody"))).StatusCode);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("MESSAGE")]
    [InlineData("SUBSCRIBE")]
    [InlineData("REFER")]
    [InlineData("PUBLISH")]
    public async Task Nobody_untrusted_reaches_an_application_and_trust_is_tested_first(string method)
    {
        using var stranger = new RawPhone(_server.Sip(), Stranger);
        var response = await stranger.AskAsync(method, "room@one.test", ("X-Sylk-App", "by-header"), ("Require", "unheard-of"));
        Assert.Equal(403, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(Stranger)]
    public async Task Everybody_is_told_that_the_server_lives(string from)
    {
        using var phone = new RawPhone(_server.Sip(), from);
        var response = await phone.AskAsync("OPTIONS", "anybody");
        Assert.Equal(200, response.StatusCode);
        Assert.Contains("INVITE", response.Headers.GetList("Allow"));
        Assert.Equal("application/sdp", response.Headers["Accept"]);
        Assert.True(response.HasOption("Supported", "100rel"));
        Assert.True(response.HasOption("Supported", "timer"));
    }

    [Theory]
    [InlineData("REGISTER", 405)]
    [InlineData("PUBLISH", 405)]
    [InlineData("INFO", 405)]
    [InlineData("UPDATE", 405)]
    [InlineData("UNHEARD-OF", 405)]
    [InlineData("NOTIFY", 481)]
    [InlineData("BYE", 481)]
    [InlineData("PRACK", 481)]
    [InlineData("SUBSCRIBE", 489)]
    [InlineData("REFER", 400)]
    public async Task Methods_that_nobody_serves_have_their_codes(string method, int expected)
    {
        var response = await _phone.AskAsync(method, "anybody");
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == 405, response.Headers.GetList("Allow").Contains("INVITE"));
        Assert.Equal(expected == 489, response.Headers.Contains("Allow-Events"));
        Assert.NotNull(response.To!.Tag);
    }

    [Fact]
    public async Task A_transfer_is_refused() =>
        Assert.Equal(403, (await _phone.AskAsync("REFER", "anybody", ("Refer-To", "<sip:else@one.test>"))).StatusCode);

    [Fact]
    public async Task A_REFER_needs_a_contact() =>
        Assert.Equal(400, (await _phone.AskAsync("REFER", "anybody", ("Refer-To", "<sip:else@one.test>"), ("Contact", null))).StatusCode);

    [Fact]
    public async Task A_request_without_mandatory_headers_is_bad() =>
        Assert.Equal(400, (await AskBadlyAsync("Max-Forwards: many\r\n")).StatusCode);

    [Fact]
    public async Task A_header_that_may_be_there_once_is_bad_when_it_is_there_twice() =>
        Assert.Equal(400, (await AskBadlyAsync("To: <sip:second@one.test>\r\n")).StatusCode);

    [Fact]
    public async Task A_body_that_is_larger_than_allowed_is_refused()
    {
        using var phone = new RawPhone(_server.Sip());
        await phone.SendAsync(Text($"Content-Length: {1 << 20}\r\n"));
        Assert.Equal(413, Assert.IsType<SipResponse>(await phone.NextAsync()).StatusCode);
    }

    [Fact]
    public async Task A_request_with_too_many_headers_is_refused() =>
        Assert.Equal(513, (await AskBadlyAsync(string.Concat(Enumerable.Repeat("X-Many: 1\r\n", 300)))).StatusCode);

    [Fact]
    public async Task An_unknown_URI_scheme_is_refused()
    {
        var request = _phone.Request("INVITE", "anybody");
        request.RequestUri = SipUri.Parse("urn:service:sos");
        Assert.Equal(416, (await _phone.AskAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("MESSAGE")]
    [InlineData("OPTIONS")]
    public async Task An_unsupported_extension_is_refused_by_its_name(string method)
    {
        var response = await _phone.AskAsync(method, "anybody", ("Require", "100rel, unheard-of, timer"));
        Assert.Equal((420, "unheard-of"), (response.StatusCode, response.Headers["Unsupported"]));
    }

    [Theory]
    [InlineData("Replaces", "another;to-tag=1;from-tag=2", 403)]
    [InlineData("Contact", null, 400)]
    public async Task What_an_INVITE_may_not_have_or_lack(string header, string? value, int expected) =>
        Assert.Equal(expected, (await _phone.AskAsync("INVITE", "anybody", (header, value))).StatusCode);

    [Fact]
    public async Task A_body_that_is_no_SDP_is_refused_with_what_would_be_accepted()
    {
        var invite = _phone.Request("INVITE", "anybody");
        invite.SetBody("application/xml", "<offer/>");
        var response = await _phone.AskAsync(invite);
        Assert.Equal((415, "application/sdp"), (response.StatusCode, response.Headers["Accept"]));
    }

    [Fact]
    public async Task An_encoded_body_is_refused_with_what_would_be_accepted()
    {
        var invite = _phone.Request("INVITE", "anybody", ("Content-Encoding", "gzip"));
        invite.SetBody("application/sdp", "v=0");
        var response = await _phone.AskAsync(invite);
        Assert.Equal((415, "identity"), (response.StatusCode, response.Headers["Accept-Encoding"]));
    }

    [Fact]
    public async Task An_INVITE_is_tried_at_once()
    {
        await _phone.SendAsync(_phone.Request("INVITE", "anybody"));
        Assert.Equal(100, Assert.IsType<SipResponse>(await _phone.NextAsync()).StatusCode);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("MESSAGE")]
    public async Task A_handler_that_throws_ends_its_own_request_only(string method)
    {
        Assert.Equal(500, (await _phone.AskAsync(method, "broken")).StatusCode);
        Assert.Equal(200, (await _phone.AskAsync("MESSAGE", "anybody")).StatusCode);
    }

    [Fact]
    public async Task A_faulted_application_gets_nothing_any_more()
    {
        var application = _server.Applications.Single(a => a.Id == "unfit");
        application.Fault("for the test");
        await application.Released;
        Assert.Equal(503, (await _phone.AskAsync("MESSAGE", "anybody", ("X-Sylk-App", "unfit"))).StatusCode);
        Assert.Equal(200, (await _phone.AskAsync("MESSAGE", "anybody")).StatusCode);
    }

    private async Task<SipResponse> AskBadlyAsync(string headers)
    {
        await _phone.SendAsync(Text(headers));
        return Assert.IsType<SipResponse>(await _phone.NextAsync());
    }

    private static string Text(string headers) =>
        "MESSAGE sip:anybody@one.test SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bKbad\r\nFrom: <sip:a@one.test>;tag=1\r\n"
        + $"To: <sip:b@one.test>\r\nCall-ID: bad\r\nCSeq: 1 MESSAGE\r\n{headers}\r\n";

    /// <summary>One server for all of them.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "xunit disposes asynchronously.")]
    public sealed class Fixture : IAsyncLifetime
    {
        internal RunningServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await RunningServer.StartAsync(
            "trusted_peers = [\"127.0.0.1\"]",
            """
            [applications]
            default = "by-default"
            map = { "room@one.test" = "by-address", "one.test" = "by-host", "room" = "by-user", "*@two.test" = "by-host", "desk@*" = "by-user" }
            """,
            "by-default", "by-address", "by-host", "by-user", "by-header", "unfit");

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
