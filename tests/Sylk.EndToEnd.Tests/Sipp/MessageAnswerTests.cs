using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Sipp;

/// <summary>What the gateway answers to a MESSAGE for an account that it knows, and for others, seen from SIPp in the place of a proxy.</summary>
public sealed class MessageAnswerTests(UdpProxyDomain domain) : IClassFixture<UdpProxyDomain>
{
    private const string From = "From: <sip:sipp@sip.test>;tag=[call_number]\r\n";
    private const string Text = "Content-Type: text/plain\r\n";
    private const string Cpim = "Content-Type: message/cpim\r\n";
    private const string Wrapped = "From: <sip:sipp@sip.test>\n\nContent-Type: text/plain\n\nhello";

    [Theory]
    [InlineData(From + Text, "hello", 200, "")]
    [InlineData(From + Cpim, Wrapped, 200, "")]
    [InlineData(From + "Content-Type: application/im-iscomposing+xml\r\n", "<isComposing/>", 200, "")]
    [InlineData(Text, "hello", 400, "")]
    [InlineData(From, "hello", 400, "")]
    [InlineData(From + Text, "", 400, "")]
    [InlineData(From + Cpim, "hello", 400, "")]
    [InlineData(From + Cpim, "From: <sip:sipp@sip.test>\n\nContent-Type text/plain\n\nhello", 400, "")]
    [InlineData(From + "Content-Type: message/imdn+xml\r\n", "<imdn/>", 400, "")]
    [InlineData(From + "Content-Type: text/plain;charset=utf-7\r\n", "hello", 415, "Accept: .*/.*")]
    [InlineData(From + "Content-Encoding: br\r\n" + Text, "hello", 415, "Accept-Encoding: identity, deflate")]
    [InlineData(From + "Content-Type: application/sylk-api-token\r\n", "token", 403, "")]
    public async Task For_an_account_that_is_known(string headers, string body, int status, string header)
    {
        using var page = await domain.ConnectAsync();
        await using var sipp = SippScenario.Call($"127.0.0.1:{domain.ServerPort}", Exchange(page.Address, headers, body, status, header));
        await sipp.SucceedAsync();
    }

    [Fact]
    public async Task For_somebody_unknown()
    {
        await using var sipp = SippScenario.Call($"127.0.0.1:{domain.ServerPort}", Exchange("nobody@sip.test", From + Text, "hello", 404, ""));
        await sipp.SucceedAsync();
    }

    /// <summary>A request and the answer to it, with a header that must be there.</summary>
    private static string Exchange(string account, string headers, string body, int status, string header)
    {
        var check = header.Length == 0 ? "" : $"""<action><ereg regexp="{header}" search_in="msg" check_it="true" assign_to="1"/></action>""";
        return $"""
            <send retrans="500"><![CDATA[
            MESSAGE sip:{account} SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch];rport
            To: <sip:{account}>
            Call-ID: [call_id]
            CSeq: 1 MESSAGE
            X-Sylk-App: webrtcgateway
            Max-Forwards: 70
            {headers}Content-Length: [len]

            {body}
            ]]></send>
            <recv response="100" optional="true"/>
            <recv response="{status}">{check}</recv>
            {(header.Length == 0 ? "" : "<Reference variables=\"1\"/>")}
            """;
    }
}
