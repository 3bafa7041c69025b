using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Sessions;

/// <summary>What an operator finds in the log.</summary>
public sealed class CallLogTests
{
    [Fact]
    public async Task A_call_is_logged_when_it_begins_and_ends()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        Assert.Equal("Call call-1@sylk.test from alice@sylk.test to bob@sylk.test begins, session s1", await host.Log.NextAsync("Call "));
        made.Call.Tell(new CallEnded(CallEndedBy.Remote, 200, "OK", null, WasEstablished: true));
        Assert.Matches("^Call call-1@sylk.test from alice@sylk.test to bob@sylk.test ended answered after [0-9]+ s: 200 Session Terminated$", await host.Log.NextAsync("Call "));
    }

    [Fact]
    public async Task A_missed_call_is_logged()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync("bob@sylk.test");
        var call = new FakeIncomingCall("offer");
        _ = registration.Options.OnCall(call, CancellationToken.None);
        Assert.StartsWith("Call call-1@sylk.test from alice@sylk.test to bob@sylk.test begins", await host.Log.NextAsync("Call "), StringComparison.Ordinal);
        call.Tell(new CallEnded(CallEndedBy.Remote, 487, "Request Terminated", null, WasEstablished: false));
        Assert.Matches("ended unanswered after [0-9]+ s: 487 Request Terminated$", await host.Log.NextAsync("Call "));
        browser.Dispose();
    }

    [Fact]
    public async Task Registrations_and_their_failures_are_logged()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync("bob@sylk.test");
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        Assert.Equal("Account bob@sylk.test is registered", await host.Log.NextAsync("Account "));
        registration.Tell(RegistrationStateKind.Failed, 403, "Forbidden");
        Assert.Equal("Account bob@sylk.test is not registered: 403 Forbidden", await host.Log.NextAsync("Account "));
        browser.Dispose();
    }
}
