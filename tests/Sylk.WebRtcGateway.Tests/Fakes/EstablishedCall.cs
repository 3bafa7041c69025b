using System.Text.Json.Nodes;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A call of alice's browser, the session <c>s1</c>, answered and with media.</summary>
internal sealed record EstablishedCall(Browser Browser, FakeOutgoingCall Call, FakeRelay Media) : IDisposable
{
    public static string Sdp(string direction = "sendrecv") => $"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na={direction}\r\n";

    public static async Task<EstablishedCall> MakeAsync(GatewayHost host)
    {
        var browser = await host.ConnectAsync("alice@sylk.test");
        await browser.RequestAsync($$"""{"sylkrtc":"session-create","session":"s1","account":"alice@sylk.test","uri":"bob@sylk.test","sdp":{{Json(Sdp())}}}""");
        var call = await host.Sip.NextCallAsync();
        Assert.Equal("start", await call.NextDoneAsync());
        var made = new EstablishedCall(browser, call, await host.Media.NextRelayAsync());
        call.Tell(new CallSent());
        await made.ExpectStateAsync("progress");
        call.Tell(new CallAnswered(new(200, "OK"), "answer"));
        await made.ExpectStateAsync("accepted", ",\"sdp\":\"answer of B: answer\",\"call_id\":\"call-1@sylk.test\"");
        made.Media.Tell(new MediaEstablished(MediaSide.A));
        await made.ExpectStateAsync("established");
        return made;
    }

    public Task ExpectStateAsync(string state, string more = "") =>
        Browser.ExpectAsync($$"""{"sylkrtc":"session-event","session":"s1","event":"state","state":"{{state}}"{{more}}}""");

    public Task ExpectUpdateAsync(string state, string member, string value) =>
        Browser.ExpectAsync($$"""{"sylkrtc":"session-event","session":"s1","event":"update","state":"{{state}}","{{member}}":"{{value}}"}""");

    public Task UpdateAsync(string direction = "sendrecv") =>
        Browser.RequestAsync($$"""{"sylkrtc":"session-update","session":"s1","sdp":{{Json(Sdp(direction))}}}""");

    public void Dispose() => Browser.Dispose();

    private static string Json(string text) => JsonValue.Create(text).ToJsonString();
}
