using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>A call between two registered phones, with media both ways.</summary>
public static class PhoneCall
{
    public static async Task TalkAsync(BaresipPhone caller, BaresipPhone callee)
    {
        await caller.CommandAsync("dial", $"sip:{callee.Address}");
        await callee.WaitForEventAsync("CALL_INCOMING");
        await callee.CommandAsync("accept");
        await caller.WaitForEventAsync("CALL_ESTABLISHED");
        await caller.WaitForRtpAsync();
        await callee.WaitForRtpAsync();
        await MediaFlow.LastAsync();
        await caller.CommandAsync("hangup");
        await callee.WaitForToneAsync();
        var (sent, received) = await caller.WaitForSummaryAsync();
        Assert.True(sent > 50 && received > 50, $"{sent} {received}");
    }
}
