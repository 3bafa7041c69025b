using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sylk.Sip.Tests.OtherStacks;

/// <summary>SIPp with a scenario, step by step.</summary>
internal static class Sipp
{
    public const string Offer = """
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=- 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [media_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 0
        """;

    private const string Nothing = "Content-Length: 0\n\n";

    /// <summary>Sends a request; all but the first one belong to the dialog.</summary>
    public static string Send(string method, int cseq, string headers = "", string body = Nothing) => $"""
        <send{(method == "ACK" ? "" : " retrans=\"500\"")}><![CDATA[
        {method} sip:app@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
        {(cseq == 1 && method == "INVITE" ? "To: <sip:app@[remote_ip]:[remote_port]>" : "[last_To:]")}
        Call-ID: [call_id]
        CSeq: {cseq} {method}
        Contact: <sip:sipp@[local_ip]:[local_port]>
        Max-Forwards: 70
        {headers}{(headers.Length == 0 ? "" : "\n")}{body}
        ]]></send>
        """;

    /// <summary>Answers what was received last.</summary>
    public static string Respond(string status, string headers = "", string body = Nothing) => $"""
        <send><![CDATA[
        SIP/2.0 {status}
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Contact: <sip:sipp@[local_ip]:[local_port]>
        {headers}{(headers.Length == 0 ? "" : "\n")}{body}
        ]]></send>
        """;

    /// <summary>Receives a response, or a request if it is a method.</summary>
    /// <param name="what">Status or method.</param>
    /// <param name="checks">Headers with regular expressions that have to fit; what was found stays in a variable of that name.</param>
    public static string Receive(string what, params (string Header, string Expression)[] checks)
    {
        var actions = string.Concat(checks.Select(c =>
            $"<ereg regexp=\"{c.Expression}\" search_in=\"hdr\" header=\"{c.Header}:\" check_it=\"true\" assign_to=\"{Variable(c.Header)}\"/>"));
        var used = checks.Length == 0 ? "" : $"<Reference variables=\"{string.Join(',', checks.Select(c => Variable(c.Header)))}\"/>";
        var isResponse = char.IsAsciiDigit(what[0]);
        return $"<recv {(isResponse ? "response" : "request")}=\"{what}\">{(checks.Length == 0 ? "" : $"<action>{actions}</action>")}</recv>{used}";
    }

    public const string MayReceive100 = "<recv response=\"100\" optional=\"true\"/>";

    /// <summary>Runs a scenario to its end.</summary>
    /// <param name="target">Where it sends.</param>
    /// <param name="port">Its own port; 0: any.</param>
    /// <param name="steps">The scenario.</param>
    public static async Task RunAsync(IPEndPoint target, int port, params string[] steps)
    {
        var scenario = Path.GetTempFileName();
        await File.WriteAllTextAsync(scenario, $"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><scenario name=\"test\">{string.Concat(steps)}</scenario>");
        try
        {
            await RunAsync($"-sf {scenario} -m 1{(port == 0 ? "" : $" -p {port}")} {target}");
        }
        finally
        {
            File.Delete(scenario);
        }
    }

    public static async Task RunAsync(string arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/sipp", $"-t u1 -i 127.0.0.1 -timeout 30 -nostdin {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var sipp = Process.Start(start)!;
        var output = sipp.StandardOutput.ReadToEndAsync();
        var errors = sipp.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await sipp.WaitForExitAsync(timeout.Token);
        Assert.True(sipp.ExitCode == 0, $"{await errors}\n{await output}");
    }

    /// <summary>A UDP port that is free now.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string Variable(string header) => header.Replace("-", "", StringComparison.Ordinal);
}
