using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Sip;

public sealed class StopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_server_that_stops_hangs_up_and_begins_nothing_new()
    {
        await using var server = await RunningServer.StartAsync("", "[applications]\ndefault = \"probe\"", "probe");
        using var phone = new RawPhone(server.Sip());
        using var other = new RawPhone(server.Sip());
        var invite = phone.Request("INVITE", "anybody");
        var success = await phone.AskAsync(invite);
        Assert.Equal(200, success.StatusCode);
        await phone.AcknowledgeAsync(invite, success);

        // An answer within the dialog tells that the ACK has been seen.
        var options = phone.Request("OPTIONS", "anybody", ("From", invite.Headers["From"]), ("To", success.Headers["To"]), ("Call-ID", invite.CallId), ("CSeq", "2 OPTIONS"));
        Assert.Equal(200, (await phone.AskAsync(options)).StatusCode);

        var stopping = server.StopAsync();
        var bye = await phone.NextRequestAsync("BYE");
        foreach (var method in (string[])["INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "OPTIONS"])
        {
            Assert.Equal(503, (await other.AskAsync(method, "anybody")).StatusCode);
        }

        await phone.SendAsync(bye.CreateResponse(200));
        await stopping.WaitAsync(Patience);
    }
}
