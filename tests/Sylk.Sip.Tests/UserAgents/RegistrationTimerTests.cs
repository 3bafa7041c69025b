using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>A registration as a client, under a clock that the test moves (RFC 3261 section 10.2).</summary>
public sealed class RegistrationTimerTests : IDisposable
{
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void An_interval_that_is_too_brief_is_made_longer()
    {
        var registration = Register();
        var first = _peer.NextRequest("REGISTER");
        Assert.Equal("600", first.Headers["Expires"]);
        _peer.Answer(first, 423, headers: [("Min-Expires", "1200")]);
        var second = _peer.NextRequest("REGISTER");
        Assert.Equal(("1200", first.CallId, first.CSeq!.Value.Number + 1), (second.Headers["Expires"], second.CallId, second.CSeq!.Value.Number));
        _peer.Answer(second, 200, headers: [("Expires", "1200")]);
        Assert.Equal([RegistrationStateKind.Registering, RegistrationStateKind.Registered], States(registration));
    }

    [Fact]
    public void A_423_that_asks_for_nothing_longer_is_a_failure()
    {
        var registration = Register();
        _peer.Answer(_peer.NextRequest("REGISTER"), 423, headers: [("Min-Expires", "60")]);
        Assert.Equal([RegistrationStateKind.Registering, RegistrationStateKind.Failed], States(registration));
        _peer.AssertSilent();
    }

    [Theory]
    [InlineData("600", 540)]
    [InlineData("60", 30)]
    public void It_is_refreshed_before_it_expires(string granted, int after)
    {
        Register();
        _peer.Answer(_peer.NextRequest("REGISTER"), 200, headers: [("Expires", granted)]);
        _peer.Loop.Advance(TimeSpan.FromSeconds(after - 1));
        _peer.AssertSilent();
        _peer.Loop.Advance(1000);
        _peer.NextRequest("REGISTER");
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(403, false)]
    public void It_is_tried_again_unless_it_is_forbidden(int status, bool isTriedAgain)
    {
        Register();
        _peer.Answer(_peer.NextRequest("REGISTER"), status);
        _peer.Loop.Advance(TimeSpan.FromSeconds(29));
        _peer.AssertSilent();
        _peer.Loop.Advance(1000);
        Assert.Equal(isTriedAgain, _peer.Network.Sent.Any(s => s.Message is SipRequest { Method: "REGISTER" }));
    }

    [Fact]
    public async Task A_registrar_that_does_not_answer_does_not_hold_up_the_end()
    {
        var registration = Register();
        _peer.Answer(_peer.NextRequest("REGISTER"), 200);
        var ending = registration.DisposeAsync().AsTask();
        Assert.Equal("0", _peer.NextRequest("REGISTER").Headers["Expires"]);
        Assert.False(ending.IsCompleted);
        _peer.Loop.Advance(TimeSpan.FromSeconds(2));
        await ending.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static List<RegistrationStateKind> States(ISipRegistration registration)
    {
        var states = new List<RegistrationStateKind>();
        while (registration.States.TryRead(out var state))
        {
            states.Add(state.Kind);
        }

        return states;
    }

    private ISipRegistration Register() => _peer.Agent.Register(new()
    {
        AddressOfRecord = SipUri.Parse($"sip:app@{ScriptedPeer.Address}"),
        OnCall = static (_, _) => Task.CompletedTask,
    });
}
