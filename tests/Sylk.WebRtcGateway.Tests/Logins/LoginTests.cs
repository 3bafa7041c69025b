using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Logins;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Logins;

public sealed class LoginTests
{
    private const string Alice = "alice@mail.test";
    private const string Wrong = "external authentication failed (wrong username or password?)";

    [Fact]
    public async Task The_mail_server_s_yes_stands_for_a_registration()
    {
        await using var server = new ImapStub();
        await using var host = await GatewayHost.StartAsync(s => s.Login = [server.Settings]);
        using var browser = await ConnectAsync(host, server.Password);
        await browser.RequestAsync(Register);
        await ExpectAsync(browser, "registering");
        await ExpectAsync(browser, "registered");
        await browser.RequestAsync($$"""{"sylkrtc":"account-fetch-addressbook","account":"{{Alice}}"}""");
        Assert.Equal("addressbook-fetched", (string?)(await browser.ReceiveAsync())!["event"]);
        Assert.True(await host.Store.Accounts.IsKnownAsync(AccountAddress.Of(Alice)));
    }

    [Fact]
    public async Task A_wrong_password_leaves_nothing_behind()
    {
        await using var server = new ImapStub();
        await using var host = await GatewayHost.StartAsync(s => s.Login = [server.Settings]);
        using var browser = await ConnectAsync(host, "wrong");
        await browser.RequestAsync($$"""{"sylkrtc":"account-devicetoken","account":"{{Alice}}","token":"t","platform":"ios","device":"d","app":"a"}""");
        await browser.RequestAsync(Register);
        await ExpectAsync(browser, "registering");
        await ExpectAsync(browser, "failed", Wrong);
        await browser.RefusedAsync($$"""{"sylkrtc":"account-fetch-addressbook","account":"{{Alice}}"}""", "Account not authenticated");
        Assert.False(await host.Store.Accounts.IsKnownAsync(AccountAddress.Of(Alice)));
        Assert.Empty(await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
    }

    /// <summary>O-8: a password that was right stays so while the server cannot be asked.</summary>
    [Fact]
    public async Task A_mail_server_that_is_lost_takes_nothing_away()
    {
        var server = new ImapStub();
        await using var host = await GatewayHost.StartAsync(s => s.Login = [server.Settings]);
        using var browser = await ConnectAsync(host, server.Password);
        await browser.RequestAsync(Register);
        await ExpectAsync(browser, "registering");
        await ExpectAsync(browser, "registered");
        await server.DisposeAsync();
        await browser.RequestAsync(Register);
        await ExpectAsync(browser, "registering");
        await ExpectAsync(browser, "failed", "503 Service Unavailable");
        await browser.RequestAsync($$"""{"sylkrtc":"account-fetch-addressbook","account":"{{Alice}}"}""");
    }

    [Fact]
    public async Task Who_guesses_is_not_listened_to()
    {
        await using var server = new ImapStub();
        await using var host = await GatewayHost.StartAsync(s => s.Login = [server.Settings]);
        using var browser = await ConnectAsync(host, "wrong");
        for (var i = 0; i < 7; i++)
        {
            await browser.RequestAsync(Register);
            await ExpectAsync(browser, "registering");
            await ExpectAsync(browser, "failed", Wrong);
        }

        Assert.Equal(5, server.Logins);
    }

    [Fact]
    public async Task A_login_that_is_given_up_after_the_answer_came_does_not_come_about()
    {
        await using var server = new ImapStub();
        var time = new LastStep();
        await using var host = await GatewayHost.StartAsync(s => s.Login = [server.Settings], time);
        host.Trace.IsEnabled = true;
        using var browser = await ConnectAsync(host, server.Password);
        await browser.RequestAsync(Register);
        await ExpectAsync(browser, "registering");
        await time.Reached;
        var unregister = await browser.StartAsync($$"""{"sylkrtc":"account-unregister","account":"{{Alice}}"}""");
        var ping = await browser.StartAsync("""{"sylkrtc":"ping"}""");

        // What came before the ping has its place on the loop of the connection, which stands still.
        while (await host.Trace.NextAsync() is var line && !(line.StartsWith("in", StringComparison.Ordinal) && line.Contains("ping", StringComparison.Ordinal)))
        {
        }

        time.Go();
        await browser.ExpectAsync($$"""{"sylkrtc":"ack","transaction":"{{ping}}"}""");
        await browser.ExpectAsync($$"""{"sylkrtc":"ack","transaction":"{{unregister}}"}""");
        await browser.RefusedAsync($$"""{"sylkrtc":"account-fetch-addressbook","account":"{{Alice}}"}""", "Account not authenticated");
    }

    [Fact]
    public async Task A_login_that_is_given_up_does_not_come_about()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var host = await GatewayHost.StartAsync(s => s.Login =
        [
            new() { Domain = "mail.test", Type = LoginType.Imap, Server = $"127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}" },
        ]);
        using var browser = await ConnectAsync(host, "x");
        await browser.RequestAsync(Register);
        await ExpectAsync(browser, "registering");
        await browser.RequestAsync($$"""{"sylkrtc":"account-unregister","account":"{{Alice}}"}""");
        await browser.RefusedAsync($$"""{"sylkrtc":"account-fetch-addressbook","account":"{{Alice}}"}""", "Account not authenticated");
    }

    /// <summary>A way to the registrar of the domain is not a way around its mail server.</summary>
    [Fact]
    public async Task A_port_in_the_address_changes_nothing()
    {
        await using var server = new ImapStub();
        await using var host = await GatewayHost.StartAsync(s => s.Login = [server.Settings]);
        using var browser = await host.ConnectAsync();
        await browser.RequestAsync("""{"sylkrtc":"account-add","account":"alice@MAIL.test:5099","password":"wrong"}""");
        await browser.RequestAsync("""{"sylkrtc":"account-register","account":"alice@MAIL.test:5099"}""");
        await browser.ReceiveAsync();
        Assert.Equal(Wrong, (string?)(await browser.ReceiveAsync())!["reason"]);
    }

    /// <summary>O-13: the clear password answers challenges of every realm and algorithm; it is never hashed twice.</summary>
    [Theory]
    [InlineData("clear.test", null, "süß")]
    [InlineData("other.test", "süß", null)]
    public async Task In_domains_that_say_so_the_password_is_clear(string domain, string? ha1, string? password)
    {
        await using var host = await GatewayHost.StartAsync(s => s.Login = [new() { Domain = "clear.test", Type = LoginType.Sip }]);
        using var browser = await host.ConnectAsync();
        await browser.RequestAsync($$"""{"sylkrtc":"account-add","account":"alice@{{domain}}","password":"süß"}""");
        for (var i = 0; i < 2; i++)
        {
            await browser.RequestAsync($$"""{"sylkrtc":"account-register","account":"alice@{{domain}}"}""");
            var credentials = (await host.Sip.NextRegistrationAsync()).Options.Credentials!;
            Assert.Equal(("alice", ha1, password), (credentials.Username, credentials.Ha1, credentials.Password));
        }
    }

    private const string Register = $$"""{"sylkrtc":"account-register","account":"{{Alice}}"}""";

    private static async Task<Browser> ConnectAsync(GatewayHost host, string password)
    {
        var browser = await host.ConnectAsync();
        var request = new System.Text.Json.Nodes.JsonObject { ["sylkrtc"] = "account-add", ["account"] = Alice, ["password"] = password };
        await browser.RequestAsync(request.ToJsonString());
        return browser;
    }

    private static async Task ExpectAsync(Browser browser, string state, string? reason = null)
    {
        var message = (await browser.ReceiveAsync())!;
        Assert.Equal(("registration-state", state, reason), ((string?)message["event"], (string?)message["state"], (string?)message["reason"]));
    }

    /// <summary>Holds a login up when the answer of the mail server is there, and its time limit is put away.</summary>
    private sealed class LastStep : TimeProvider
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task.WaitAsync(Deadline.Time);

        public void Go() => _go.SetResult();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => dueTime == TimeSpan.FromSeconds(10)
            ? new Limit(this)
            : base.CreateTimer(callback, state, dueTime, period);

        private sealed class Limit(LastStep step) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                step._reached.TrySetResult();
                step._go.Task.Wait(Deadline.Time);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
