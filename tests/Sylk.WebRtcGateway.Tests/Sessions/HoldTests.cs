using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Sessions;

public sealed class HoldTests
{
    [Theory]
    [InlineData("sendonly")]
    [InlineData("inactive")]
    public async Task A_hold_and_its_end_are_told_to_the_other_side(string direction)
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.HoldAnswer = "answered here";
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(Ok("held")));
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(Ok("resumed")));
        await made.UpdateAsync(direction);
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        await made.ExpectUpdateAsync("accepted", "sdp", "answer of B: held");
        await made.UpdateAsync();
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        await made.ExpectUpdateAsync("accepted", "sdp", "answer of B: resumed");
    }

    [Fact]
    public async Task What_holds_and_resumes_nothing_is_answered_here()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.LocalAnswer = "answered here";
        await made.UpdateAsync();
        await made.ExpectUpdateAsync("accepted", "sdp", "answered here");
    }

    [Fact]
    public async Task A_side_that_refuses_is_held_all_the_same()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.HoldAnswer = "answered here";
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(new SipResponse(488, "Not Acceptable Here")));
        await made.UpdateAsync("sendonly");
        await made.ExpectUpdateAsync("accepted", "sdp", "answered here");
        Assert.True(made.Media.RolledBack);
    }

    [Fact]
    public async Task A_side_that_was_offering_itself_is_told_later()
    {
        var time = new FakeTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.HoldAnswer = "answered here";
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(new SipResponse(491, "Request Pending")));
        await made.UpdateAsync("sendonly");
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        await made.ExpectUpdateAsync("accepted", "sdp", "answered here");
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(Ok("held")));
        var timer = await time.NextTimerAsync();
        Assert.InRange(timer.Due, TimeSpan.FromSeconds(2.1), TimeSpan.FromSeconds(4));
        timer.Fire();
        Assert.Equal("re-INVITE offer to B", await made.Call.NextDoneAsync());
        Assert.Equal("B held", await Deadline.Read(made.Media.Applied.Reader));
    }

    [Fact]
    public async Task A_hold_that_has_ended_meanwhile_is_not_told()
    {
        var time = new FakeTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.HoldAnswer = "answered here";
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(new SipResponse(491, "Request Pending")));
        made.Call.ReinviteResponses.Enqueue(Task.FromResult(Ok("resumed")));
        await made.UpdateAsync("sendonly");
        await made.ExpectUpdateAsync("accepted", "sdp", "answered here");
        await made.UpdateAsync();
        await made.ExpectUpdateAsync("accepted", "sdp", "answer of B: resumed");
        (await time.NextTimerAsync()).Fire();
        await made.Browser.RequestAsync("""{"sylkrtc":"session-terminate","session":"s1"}""");
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        Assert.Equal("end 480", await made.Call.NextDoneAsync());
    }

    [Fact]
    public async Task A_browser_that_says_nothing_to_a_hold_is_held_all_the_same()
    {
        var time = new FakeTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.HoldAnswer = "answered here";
        var offer = new FakeOffer("hold");
        made.Call.Tell(new CallOffered(offer));
        await made.ExpectUpdateAsync("received", "sdp", "offer of B");
        (await time.NextTimerAsync()).Fire();
        Assert.Equal("answered here", await offer.Outcome);
    }

    private static SipResponse Ok(string sdp)
    {
        var response = new SipResponse(200, "OK");
        response.SetBody("application/sdp", sdp);
        return response;
    }
}
