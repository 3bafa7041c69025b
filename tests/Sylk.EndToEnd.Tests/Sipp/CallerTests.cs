using System.Globalization;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Sipp;

/// <summary>SIPp calls the echo application.</summary>
public sealed class CallerTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    private string Target => $"127.0.0.1:{home.Server.SipPort}";

    [Fact]
    public async Task A_200_is_repeated_until_its_ACK_comes()
    {
        const string Pause = "<pause milliseconds=\"4000\"/>";
        using var media = new RtpEndpoint();
        await using var sipp = SippScenario.Call(Target, Steps.CallEcho($"{media.Port}") + Pause + Steps.Acknowledge + Steps.HangUp, 1, "-trace_counts");
        await sipp.SucceedAsync();
        Assert.InRange(sipp.Count("200_Retrans"), 1, 4);
    }

    [Fact]
    public async Task An_INVITE_that_comes_twice_makes_one_call()
    {
        using var media = new RtpEndpoint();
        var invite = Steps.Invite($"{media.Port}", "z9hG4bK-once-[call_id]");
        await using var sipp = SippScenario.Call(
            Target,
            $"""{invite}<recv response="100" optional="true"/><recv response="180"/>{invite}{Steps.Answered}{Steps.Acknowledge}{Steps.HangUp}""");
        await sipp.SucceedAsync();
    }

    [Fact]
    public async Task A_hundred_calls_at_once_all_have_their_media_and_end_when_the_server_stops()
    {
        const int Calls = 100;
        using var files = new TemporaryDirectory();
        await using var server = await SylkServer.StartAsync();
        var endpoints = Enumerable.Range(0, Calls).Select(_ => new RtpEndpoint()).ToArray();
        try
        {
            var ports = files.Write("ports.csv", "SEQUENTIAL\n" + string.Concat(endpoints.Select(endpoint => $"{endpoint.Port}\n")));
            await using var sipp = SippScenario.Call(
                $"127.0.0.1:{server.SipPort}", Steps.CallEcho("[field0]") + Steps.Acknowledge + Steps.Log("[field0] [$port]") + Steps.WaitForEnd,
                Calls, "-r", "50", "-l", "100", "-inf", ports);
            await Eventually.IsTrueAsync(() => sipp.Log().Length == Calls, () => $"{sipp.Log().Length} calls");

            var pairs = sipp.Log().Select(line => line.Split(' ')).ToDictionary(Number(0), Number(1));
            Assert.Equal(Calls, pairs.Values.Distinct().Count());
            await Task.WhenAll(endpoints.Select(endpoint => endpoint.BounceAsync(pairs[endpoint.Port], packets: 50)));
            Assert.Equal(0, await server.StopAsync());
            await sipp.SucceedAsync();
        }
        finally
        {
            Array.ForEach(endpoints, endpoint => endpoint.Dispose());
        }
    }

    private static Func<string[], int> Number(int field) => fields => int.Parse(fields[field], CultureInfo.InvariantCulture);
}
