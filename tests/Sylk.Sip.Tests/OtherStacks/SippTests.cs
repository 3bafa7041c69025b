using System.Diagnostics;
using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.OtherStacks;

/// <summary>SIPp calls the stack.</summary>
public sealed class SippTests
{
    /// <summary>Refreshes the session once, tells so by INFO, and is silent from then on.</summary>
    private const string Vanishing = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <scenario name="vanishing">
          <send retrans="500"><![CDATA[
            INVITE sip:app@[remote_ip]:[remote_port] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
            To: <sip:app@[remote_ip]:[remote_port]>
            Call-ID: [call_id]
            CSeq: 1 INVITE
            Contact: <sip:sipp@[local_ip]:[local_port]>
            Max-Forwards: 70
            Supported: timer
            Session-Expires: 90;refresher=uac
            Content-Type: application/sdp
            Content-Length: [len]

            v=0
            o=- 1 1 IN IP4 [local_ip]
            s=-
            c=IN IP4 [media_ip]
            t=0 0
            m=audio [media_port] RTP/AVP 0
          ]]></send>
          <recv response="100" optional="true"/>
          <recv response="200">
            <action>
              <ereg regexp="90;refresher=uac" search_in="hdr" header="Session-Expires:" check_it="true" assign_to="1"/>
              <ereg regexp="timer" search_in="hdr" header="Require:" check_it="true" assign_to="1"/>
            </action>
          </recv>
          <Reference variables="1"/>
          <send><![CDATA[
            ACK sip:app@[remote_ip]:[remote_port] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
            [last_To:]
            Call-ID: [call_id]
            CSeq: 1 ACK
            Max-Forwards: 70
            Content-Length: 0

          ]]></send>
          <send retrans="500"><![CDATA[
            UPDATE sip:app@[remote_ip]:[remote_port] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
            [last_To:]
            Call-ID: [call_id]
            CSeq: 2 UPDATE
            Contact: <sip:sipp@[local_ip]:[local_port]>
            Max-Forwards: 70
            Supported: timer
            Session-Expires: 90;refresher=uac
            Content-Length: 0

          ]]></send>
          <recv response="200">
            <action><ereg regexp="90;refresher=uac" search_in="hdr" header="Session-Expires:" check_it="true" assign_to="1"/></action>
          </recv>
          <send retrans="500"><![CDATA[
            INFO sip:app@[remote_ip]:[remote_port] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
            From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
            [last_To:]
            Call-ID: [call_id]
            CSeq: 3 INFO
            Max-Forwards: 70
            Content-Length: 0

          ]]></send>
          <recv response="200"/>
          <recv request="BYE"/>
          <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

          ]]></send>
        </scenario>
        """;

    [Fact]
    public async Task Sipp_makes_calls_over_UDP()
    {
        await using var stack = new TestStack();
        await RunAsync(stack.EndPoint("UDP"), "-sn uac -m 20 -r 20 -d 10");
    }

    [Fact]
    public async Task A_call_that_Sipp_refreshes_and_then_forgets_is_hung_up()
    {
        var time = new FakeTime();
        await using var agent = new TestAgent(time);
        var ended = new TaskCompletionSource<CallEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        agent.Agent.OnCall(async (call, _) =>
        {
            await call.AnswerAsync("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n");
            await foreach (var happened in call.Events.ReadAllAsync(CancellationToken.None))
            {
                if (happened is CallRequest { Request: var info })
                {
                    info.Respond(200);
                    time.Advance(TimeSpan.FromSeconds(61));
                }
            }

            ended.SetResult(await call.Ended);
        });
        var scenario = Path.GetTempFileName();
        await File.WriteAllTextAsync(scenario, Vanishing);
        try
        {
            await RunAsync(agent.EndPoint, $"-sf {scenario} -m 1");
        }
        finally
        {
            File.Delete(scenario);
        }

        Assert.Equal(CallEndedBy.Failure, (await ended.Task.WaitAsync(TimeSpan.FromSeconds(20))).By);
    }

    private static async Task RunAsync(IPEndPoint target, string arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/sipp", $"{arguments} -t u1 -i 127.0.0.1 -timeout 30 -nostdin {target}")
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
}
