using Sylk.Server.Configuration;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Sip;

public sealed class TraceTests
{
    private const string Settings = "[applications]\ndefault = \"probe\"";

    [Fact]
    public async Task Messages_are_written_with_their_call_and_without_secrets()
    {
        await using var server = await RunningServer.StartAsync("", Settings, "probe");
        using var phone = new RawPhone(server.Sip());
        server.Server.Apply(new TraceSettings { Dir = server.TraceDirectory, Sip = true });
        var message = phone.Request("MESSAGE", "anybody",
            ("Authorization", "Digest username=\"a\", nonce=\"n\", uri=\"sip:b\", response=\"0123456789abcdef\", algorithm=MD5"),
            ("Proxy-Authorization", "Bearer tokentoken"));
        message.SetBody("text/plain", "between us");
        await phone.AskAsync(message);
        var invite = phone.Request("INVITE", "anybody");
        invite.SetBody("application/sdp", "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:keykeykeykey\r\na=ice-pwd:wordwordword\r\n");
        await phone.AskAsync(invite);

        var trace = await StopAndReadAsync(server);
        Assert.Matches($@"#1 INCOMING UDP 127\.0\.0\.1:\d+ -> 127\.0\.0\.1:{server.Sip().Port} {message.CallId}\nMESSAGE sip:", trace);
        Assert.Matches($@"#2 OUTGOING UDP 127\.0\.0\.1:{server.Sip().Port} -> 127\.0\.0\.1:\d+ {message.CallId}\nSIP/2\.0 200", trace);
        foreach (var secret in (string[])["0123456789abcdef", "tokentoken", "between us", "keykeykeykey", "wordwordword"])
        {
            Assert.DoesNotContain(secret, trace, StringComparison.Ordinal);
        }

        Assert.Contains("nonce=\"n\"", trace, StringComparison.Ordinal);
        Assert.Contains("v=0", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_switched_while_the_server_runs_and_narrowed_to_some_calls()
    {
        await using var server = await RunningServer.StartAsync("", Settings, "probe");
        using var phone = new RawPhone(server.Sip());
        await phone.AskAsync("MESSAGE", "before");
        server.Server.Apply(new TraceSettings { Dir = server.TraceDirectory, Sip = true, SipOnly = [":wanted@"] });
        await phone.AskAsync("MESSAGE", "unwanted");
        var wanted = phone.Request("MESSAGE", "wanted");
        await phone.AskAsync(wanted);
        server.Server.Apply(new TraceSettings { Dir = server.TraceDirectory });
        await phone.AskAsync("MESSAGE", "wanted");

        var trace = await StopAndReadAsync(server);
        var records = trace.Split('\n').Where(l => l.Contains("COMING UDP", StringComparison.Ordinal) || l.Contains("GOING UDP", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, records.Count);
        Assert.Equal(2, records.Count(r => r.EndsWith(wanted.CallId, StringComparison.Ordinal)));
    }

    private static async Task<string> StopAndReadAsync(RunningServer server)
    {
        await server.CloseAsync();
        return await File.ReadAllTextAsync(Path.Combine(server.TraceDirectory, "sip_trace.log"));
    }
}
