using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Sipp;

/// <summary>What requests are answered that nobody takes, seen from SIPp.</summary>
public sealed class RejectionTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    private const string Audio = "m=audio 30000 RTP/AVP 0";
    private const string NothingKnown = "m=application 30000 TCP/unknown *";
    private const string Text = "Content-Type: text/plain";
    private const string Sdp = "Content-Type: application/sdp";

    [Theory]
    [InlineData("INVITE", "sip:nobody@127.0.0.1", Sdp, Audio, 404, "")]
    [InlineData("MESSAGE", "sip:nobody@127.0.0.1", Text, "", 404, "")]
    [InlineData("OPTIONS", "sip:echo@127.0.0.1", "", "", 200, "Allow:.*INVITE.*")]
    [InlineData("OPTIONS", "sip:echo@127.0.0.1", "", "", 200, "Accept:.*application/sdp")]
    [InlineData("OPTIONS", "sip:127.0.0.1", "", "", 200, "Allow:.*INVITE.*")]
    [InlineData("REGISTER", "sip:echo@127.0.0.1", "", "", 405, "Allow:.*INVITE.*")]
    [InlineData("PUBLISH", "sip:echo@127.0.0.1", "", "", 405, "Allow:.*INVITE.*")]
    [InlineData("INFO", "sip:echo@127.0.0.1", "", "", 405, "Allow:.*INVITE.*")]
    [InlineData("UPDATE", "sip:echo@127.0.0.1", "", "", 405, "Allow:.*INVITE.*")]
    [InlineData("UNHEARD", "sip:echo@127.0.0.1", "", "", 405, "Allow:.*INVITE.*")]
    [InlineData("NOTIFY", "sip:echo@127.0.0.1", "Event: presence", "", 481, "")]
    [InlineData("SUBSCRIBE", "sip:echo@127.0.0.1", "Event: weather", "", 489, "")]
    [InlineData("REFER", "sip:echo@127.0.0.1", "", "", 400, "")]
    [InlineData("INVITE", "sip:echo@127.0.0.1", Sdp + "\r\nReplaces: gone;to-tag=1;from-tag=2", Audio, 403, "")]
    [InlineData("INVITE", "sip:echo@127.0.0.1", Sdp + "\r\nRequire: timetravel", Audio, 420, "Unsupported: timetravel")]
    [InlineData("INVITE", "sip:echo@127.0.0.1", Text, "hello", 415, "Accept:.*application/sdp")]
    [InlineData("INVITE", "sip:echo@127.0.0.1", Sdp, NothingKnown, 488, "")]
    [InlineData("INVITE", "sip:nobody@sylk.test", Sdp, Audio, 404, "")]
    [InlineData("INVITE", "sip:alice@sylk.test", Sdp + "\r\nMax-Forwards: 0", Audio, 483, "")]
    [InlineData("REGISTER", "sip:sylk.test", "", "", 401, "WWW-Authenticate: Digest .*realm=\"sylk.test\".*")]
    public async Task A_request_that_nobody_takes(string method, string uri, string headers, string body, int status, string header)
    {
        await using var sipp = SippScenario.Call($"127.0.0.1:{home.Server.SipPort}", Exchange(method, uri, headers, body, status, header));
        await sipp.SucceedAsync();
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("INFO")]
    [InlineData("INVITE")]
    public async Task A_request_for_a_dialog_that_is_not_there(string method)
    {
        var steps = Exchange(method, "sip:echo@127.0.0.1", "", "", 481, "").Replace("To: <sip:echo@127.0.0.1>", "To: <sip:echo@127.0.0.1>;tag=gone", StringComparison.Ordinal);
        await using var sipp = SippScenario.Call($"127.0.0.1:{home.Server.SipPort}", steps);
        await sipp.SucceedAsync();
    }

    [Theory]
    [InlineData("INVITE", 403)]
    [InlineData("MESSAGE", 403)]
    public async Task Who_is_not_trusted_reaches_no_application(string method, int status)
    {
        await using var server = await SylkServer.StartAsync(new SettingChange("sylk.toml", "trusted_peers = [\"private\"]", "trusted_peers = [\"none\"]"));
        await using var sipp = SippScenario.Call($"127.0.0.1:{server.SipPort}", Exchange(method, "sip:echo@127.0.0.1", Sdp, Audio, status, ""));
        await sipp.SucceedAsync();
    }

    /// <summary>A request and the answer to it, with a header that must be there.</summary>
    private static string Exchange(string method, string uri, string headers, string body, int status, string header)
    {
        var sdp = body.StartsWith("m=", StringComparison.Ordinal)
            ? $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n{body}\r\n"
            : body;
        var check = header.Length == 0 ? "" : $"""<action><ereg regexp="{header.Replace("\"", "&quot;", StringComparison.Ordinal)}" search_in="msg" check_it="true" assign_to="1"/></action>""";
        var acknowledge = method != "INVITE" ? "" : $"""
            <send><![CDATA[
            ACK {uri} SIP/2.0
            [last_Via:]
            From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
            [last_To:]
            Call-ID: [call_id]
            CSeq: 1 ACK
            Max-Forwards: 70
            Content-Length: 0

            ]]></send>
            """;
        return $"""
            <send retrans="500"><![CDATA[
            {method} {uri} SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
            From: <sip:sipp@127.0.0.1:[local_port]>;tag=[call_number]
            To: <{uri}>
            Call-ID: [call_id]
            CSeq: 1 {method}
            Contact: <sip:sipp@127.0.0.1:[local_port]>
            {(headers.Contains("Max-Forwards", StringComparison.Ordinal) ? "" : "Max-Forwards: 70\r\n")}{(headers.Length == 0 ? "" : headers + "\r\n")}Content-Length: [len]

            {sdp}
            ]]></send>
            <recv response="100" optional="true"/>
            <recv response="180" optional="true"/>
            <recv response="{status}">{check}</recv>
            {acknowledge}
            {(header.Length == 0 ? "" : "<Reference variables=\"1\"/>")}
            """;
    }
}
