using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Accounts;

public sealed class AccountTests
{
    private const string Alice = "alice@sylk.test";

    [Fact]
    public async Task An_account_is_added_once()
    {
        await using var host = await GatewayHost.StartAsync(s => s.SipDomains = ["sylk.test"]);
        using var browser = await host.ConnectAsync(Alice);
        await browser.RefusedAsync("""{"sylkrtc":"account-add","account":"sip:alice@sylk.test","password":"x"}""", "Account alice@sylk.test already added");
        await browser.RefusedAsync("""{"sylkrtc":"account-add","account":"alice@other.test","password":"x"}""", "SIP domain not allowed: other.test");
        await browser.RefusedAsync("""{"sylkrtc":"account-register","account":"bob@sylk.test"}""", "Unknown account specified for register: bob@sylk.test");
        await browser.RequestAsync("""{"sylkrtc":"account-remove","account":"alice@sylk.test"}""");
        await browser.RefusedAsync("""{"sylkrtc":"account-remove","account":"alice@sylk.test"}""", "Unknown account specified for remove: alice@sylk.test");
    }

    /// <summary>Recording 60; hosts have no case here (O-5).</summary>
    [Theory]
    [InlineData("alice@sip.test", null)]
    [InlineData("a@two.test", null)]
    [InlineData("a@SIP.TEST", null)]
    [InlineData("a@other.test", "other.test")]
    [InlineData("a@sub.sip.test", "sub.sip.test")]
    [InlineData("a@sip.test:5080", "sip.test:5080")]
    [InlineData("alice", "")]
    public async Task Only_accounts_of_allowed_domains_are_added(string account, string? refused)
    {
        await using var host = await GatewayHost.StartAsync(s => s.SipDomains = ["sip.test", "two.test"]);
        using var browser = await host.ConnectAsync();
        var request = $$"""{"sylkrtc":"account-add","account":"{{account}}","password":"x"}""";
        await (refused is null ? browser.RequestAsync(request) : browser.RefusedAsync(request, $"SIP domain not allowed: {refused}"));
    }

    [Fact]
    public async Task The_host_of_an_account_has_no_case_and_events_repeat_it_as_added()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync("alice@Sylk.Test");
        await browser.RefusedAsync("""{"sylkrtc":"account-add","account":"alice@sylk.test","password":"x"}""", "Account alice@sylk.test already added");
        registration.Tell(RegistrationStateKind.Registered);
        await browser.ExpectAsync("""{"sylkrtc":"account-event","account":"alice@Sylk.Test","event":"registration-state","state":"registered"}""");
        browser.Dispose();
    }

    [Fact]
    public async Task Registration_is_acknowledged_then_reported()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Alice);
        Assert.Equal("sip:alice@sylk.test", registration.Options.AddressOfRecord.ToString());
        Assert.Equal("0123456789abcdef0123456789abcdef", registration.Options.Credentials!.Ha1);
        registration.Tell(RegistrationStateKind.Registering);
        await ExpectStateAsync(browser, "registering");
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        await ExpectStateAsync(browser, "registered");

        // A refresh is no news.
        registration.Tell(RegistrationStateKind.Registering);
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        registration.Tell(RegistrationStateKind.Failed, 403, "Forbidden");
        await browser.ExpectAsync("""{"sylkrtc":"account-event","account":"alice@sylk.test","event":"registration-state","state":"failed","reason":"403 Forbidden"}""");
        browser.Dispose();
    }

    [Fact]
    public async Task Unregistering_gives_the_registration_up_without_event()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Alice);
        await browser.RequestAsync("""{"sylkrtc":"account-unregister","account":"alice@sylk.test"}""");
        await registration.Disposed;
        await browser.RequestAsync("""{"sylkrtc":"account-unregister","account":"alice@sylk.test"}""");
        browser.Dispose();
    }

    [Fact]
    public async Task A_domain_that_is_not_found_is_an_error()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Sip.Unroutable["sylk.test"] = "no results found";
        using var browser = await host.ConnectAsync(Alice);
        await browser.RefusedAsync("""{"sylkrtc":"account-register","account":"alice@sylk.test"}""", "DNS lookup error: no results found");
    }

    [Fact]
    public async Task A_device_token_goes_into_the_contact()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Alice);
        await browser.RequestAsync("""{"sylkrtc":"account-devicetoken","account":"alice@sylk.test","token":"tok","platform":"ios","device":"dev","app":"app"}""");
        Assert.Equal("pn-app=app pn-tok=tok pn-type=ios pn-device=dev pn-silent=0", string.Join(' ', registration.Refreshed!.Select(p => $"{p.Key}={p.Value}")));
        browser.Dispose();
    }

    [Fact]
    public async Task A_lost_connection_ends_its_registrations()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Alice);
        browser.Vanish();
        await registration.Disposed;
    }

    private static Task ExpectStateAsync(Browser browser, string state) =>
        browser.ExpectAsync($$"""{"sylkrtc":"account-event","account":"{{Alice}}","event":"registration-state","state":"{{state}}"}""");
}
