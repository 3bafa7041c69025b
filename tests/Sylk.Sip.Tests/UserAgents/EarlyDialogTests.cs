using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>Requests before the call is answered: a caller types digits into an announcement.</summary>
public sealed class EarlyDialogTests : IDisposable
{
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public async Task A_request_before_the_answer_goes_to_the_branch_heard_last()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180, tag: "one");
        _peer.Answer(invite, 183, "early", "two");
        var sent = call.SendAsync("INFO", "application/dtmf-relay", "Signal=5\r\n"u8.ToArray());
        var info = _peer.NextRequest("INFO");
        Assert.Equal("two", info.To!.Tag);
        Assert.Equal($"sip:two@{ScriptedPeer.Address}", info.RequestUri.ToString());
        _peer.Answer(info, 200);
        _peer.AssertSilent();
        Assert.Equal(200, (await sent).StatusCode);
    }

    [Fact]
    public async Task A_request_before_anybody_has_answered_goes_nowhere()
    {
        var call = _peer.Call();
        _peer.NextRequest("INVITE");
        var sent = call.SendAsync("INFO", null, default);
        _peer.AssertSilent();
        Assert.Equal(481, (await sent).StatusCode);
    }
}
