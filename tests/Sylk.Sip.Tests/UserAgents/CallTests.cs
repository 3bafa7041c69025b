using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

[SuppressMessage("Design", "CA1001", Justification = "xunit disposes asynchronously.")]
public sealed class CallTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TestAgent _caller = new(), _callee = new();
    private readonly Log<IIncomingCall> _calls = new("call");
    private readonly TaskCompletionSource _handlerMayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task InitializeAsync()
    {
        _callee.Agent.OnCall(async (call, ended) =>
        {
            _calls.Add(call);
            await _handlerMayEnd.Task.WaitAsync(ended);
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _callee.DisposeAsync();
    }

    [Fact]
    public async Task A_call_is_answered_and_hung_up_by_the_caller()
    {
        var (outgoing, incoming) = await EstablishAsync();
        await outgoing.EndAsync(reason: "SIP;cause=200").WaitAsync(Patience);
        Assert.Equal(CallEndedBy.Local, (await outgoing.Ended.WaitAsync(Patience)).By);
        Assert.Equal(new(CallEndedBy.Remote, 200, "OK", "SIP;cause=200", true), await incoming.Ended.WaitAsync(Patience));
    }

    [Theory]
    [InlineData("Via")]
    [InlineData("x-sylk-app")]
    public void Headers_that_steer_the_server_are_refused(string name) => Assert.Throws<ArgumentException>(
        () => _caller.Agent.CreateCall(new() { Target = _callee.Uri("callee"), From = new(_caller.Uri("caller")), Headers = [new(name, "echo")] }));

    [Fact]
    public async Task A_call_is_hung_up_by_the_callee()
    {
        var (outgoing, incoming) = await EstablishAsync();
        await incoming.EndAsync().WaitAsync(Patience);
        var end = await outgoing.Ended.WaitAsync(Patience);
        Assert.Equal((CallEndedBy.Remote, 200, true), (end.By, end.StatusCode, end.WasEstablished));
    }

    [Fact]
    public async Task A_call_ends_with_its_handler()
    {
        var (outgoing, _) = await EstablishAsync();
        _handlerMayEnd.SetResult();
        Assert.Equal(CallEndedBy.Remote, (await outgoing.Ended.WaitAsync(Patience)).By);
    }

    [Fact]
    public async Task A_call_is_rejected()
    {
        var outgoing = _caller.Call(_callee.Uri("callee"));
        (await _calls.NextAsync()).Reject(486, "Busy");
        var end = await outgoing.Ended.WaitAsync(Patience);
        Assert.Equal((CallEndedBy.Remote, 486, "Busy", false), (end.By, end.StatusCode, end.Phrase, end.WasEstablished));
    }

    [Fact]
    public async Task A_call_is_cancelled()
    {
        var outgoing = _caller.Call(_callee.Uri("callee"));
        var incoming = await _calls.NextAsync();
        incoming.Progress();
        await NextAsync<CallProgress>(outgoing);
        await outgoing.EndAsync(reason: "SIP;cause=200").WaitAsync(Patience);
        Assert.Equal(487, (await outgoing.Ended.WaitAsync(Patience)).StatusCode);
        Assert.True((await incoming.Ended.WaitAsync(Patience)).AnsweredElsewhere);
    }

    [Fact]
    public async Task Either_side_offers_again()
    {
        var (outgoing, incoming) = await EstablishAsync();
        var fromCaller = outgoing.ReinviteAsync("offer 2");
        var offer = (await NextAsync<CallOffered>(incoming)).Offer;
        Assert.Equal("offer 2", offer.Sdp);
        await offer.AcceptAsync("answer 2").WaitAsync(Patience);
        Assert.Equal("answer 2", (await fromCaller.WaitAsync(Patience)).BodyText);

        var fromCallee = incoming.ReinviteAsync("offer 3");
        (await NextAsync<CallOffered>(outgoing)).Offer.Reject(488);
        Assert.Equal(488, (await fromCallee.WaitAsync(Patience)).StatusCode);
        Assert.False(outgoing.Ended.IsCompleted);
    }

    [Fact]
    public async Task Requests_go_within_the_dialog()
    {
        var (outgoing, incoming) = await EstablishAsync();
        var info = incoming.SendAsync("INFO", "text/plain", "1"u8.ToArray());
        (await NextAsync<CallRequest>(outgoing)).Request.Respond(200);
        Assert.Equal(200, (await info.WaitAsync(Patience)).StatusCode);
        Assert.Equal(200, (await outgoing.SendAsync("OPTIONS", null, default).WaitAsync(Patience)).StatusCode);
    }

    [Fact]
    public async Task Nobody_takes_other_requests()
    {
        var response = await _caller.Agent.SendAsync(new() { Method = "MESSAGE", Target = _callee.Uri("callee"), From = new(_caller.Uri("caller")) }).WaitAsync(Patience);
        Assert.Equal(405, response.StatusCode);
    }

    private static async Task<T> NextAsync<T>(ISipCall call) where T : CallEvent
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await call.Events.ReadAsync(timeout.Token) is T found)
            {
                return found;
            }
        }
    }

    private async Task<(IOutgoingCall Outgoing, IIncomingCall Incoming)> EstablishAsync()
    {
        var outgoing = _caller.Call(_callee.Uri("callee"));
        var incoming = await _calls.NextAsync();
        Assert.Equal("offer", incoming.Offer);
        incoming.Progress();
        Assert.Null(await incoming.AnswerAsync("answer").WaitAsync(Patience));
        Assert.Equal("answer", (await NextAsync<CallAnswered>(outgoing)).Sdp);
        return (outgoing, incoming);
    }
}
