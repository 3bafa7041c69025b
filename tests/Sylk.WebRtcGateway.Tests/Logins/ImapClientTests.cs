using System.Net;
using System.Net.Sockets;
using Sylk.WebRtcGateway.Logins;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Logins;

public sealed class ImapClientTests
{
    [Theory]
    [InlineData("IMAP4rev1 AUTH=PLAIN")]
    [InlineData("IMAP4rev2 LOGINDISABLED AUTH=PLAIN")]
    [InlineData("IMAP4rev1")]
    public async Task A_right_password_is_accepted_and_a_wrong_one_refused_whatever_is_in_it(string capabilities)
    {
        await using var server = new ImapStub { Capabilities = capabilities };
        var client = new ImapClient(server.Settings, TimeProvider.System);
        Assert.Equal(LoginOutcome.Accepted, await client.LogInAsync(ImapStub.User, server.Password, CancellationToken.None));
        Assert.Equal(LoginOutcome.Refused, await client.LogInAsync(ImapStub.User, server.Password + "x", CancellationToken.None));
        Assert.Equal(LoginOutcome.Refused, await client.LogInAsync("bob", server.Password, CancellationToken.None));
        Assert.Equal("x1 CAPABILITY", await server.NextLineAsync());
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("alice", "x\0y")]
    [InlineData("alice\0bob", "x")]
    public async Task What_no_password_can_be_is_not_tried(string user, string password)
    {
        await using var server = new ImapStub();
        Assert.Equal(LoginOutcome.Refused, await new ImapClient(server.Settings, TimeProvider.System).LogInAsync(user, password, CancellationToken.None));
        Assert.Equal(0, server.Logins);
    }

    /// <summary>A line break cannot become a command of its own.</summary>
    [Fact]
    public async Task A_password_stays_a_password()
    {
        await using var server = new ImapStub { Capabilities = "IMAP4rev1" };
        var outcome = await new ImapClient(server.Settings, TimeProvider.System).LogInAsync(ImapStub.User, "x\r\nx2 OK", CancellationToken.None);
        Assert.False(outcome.IsAccepted);
    }

    [Theory]
    [InlineData("* PREAUTH welcome", "IMAP4rev1", "NO")]
    [InlineData("* BYE full", "IMAP4rev1", "NO")]
    [InlineData("220 smtp.test ESMTP", "IMAP4rev1", "NO")]
    [InlineData("* OK", "IMAP4rev1 LOGINDISABLED", "NO")]
    [InlineData("* OK", "IMAP4rev1", "NO [UNAVAILABLE] the directory is down")]
    [InlineData("* OK", "IMAP4rev1", "BAD syntax")]
    public async Task A_server_that_cannot_tell_says_nothing_about_the_password(string greeting, string capabilities, string refusal)
    {
        await using var server = new ImapStub { Greeting = greeting, Capabilities = capabilities, Refusal = refusal };
        var outcome = await new ImapClient(server.Settings, TimeProvider.System).LogInAsync(ImapStub.User, "wrong", CancellationToken.None);
        Assert.False(outcome.IsAccepted);
        Assert.NotNull(outcome.Problem);
    }

    [Fact]
    public async Task The_certificate_must_be_the_server_s()
    {
        await using var other = new ImapStub("elsewhere.test");
        var outcome = await new ImapClient(other.Settings, TimeProvider.System).LogInAsync(ImapStub.User, other.Password, CancellationToken.None);
        Assert.NotNull(outcome.Problem);
        await using var server = new ImapStub();
        var settings = server.Settings;
        settings.CaFile = null;
        outcome = await new ImapClient(settings, TimeProvider.System).LogInAsync(ImapStub.User, server.Password, CancellationToken.None);
        Assert.NotNull(outcome.Problem);
        Assert.Equal(0, server.Logins + other.Logins);
    }

    [Fact]
    public async Task A_server_without_end_is_not_heard_out()
    {
        await using var server = new ImapStub { Greeting = new string('x', 20_000) };
        var outcome = await new ImapClient(server.Settings, TimeProvider.System).LogInAsync(ImapStub.User, "x", CancellationToken.None);
        Assert.Equal("the mail server's line has no end", outcome.Problem);
        server.Greeting = "* OK" + string.Concat(Enumerable.Repeat("\r\n* OK still", 300));
        outcome = await new ImapClient(server.Settings, TimeProvider.System).LogInAsync(ImapStub.User, "x", CancellationToken.None);
        Assert.Equal("the mail server says too much", outcome.Problem);
    }

    [Fact]
    public async Task A_silent_server_is_waited_for_10_seconds()
    {
        // Takes connections, and that is all.
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var settings = new LoginSettings { Type = LoginType.Imap, Server = $"127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}" };
        var time = new FakeTime();
        var login = new ImapClient(settings, time).LogInAsync(ImapStub.User, "x", CancellationToken.None);
        var timer = await time.NextTimerAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), timer.Due);
        timer.Fire();
        Assert.Equal("no answer within 10 s", (await login).Problem);
    }
}
