using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>Who has proven nothing leaves nothing behind (RFC 3261 section 26.3.2.4).</summary>
public sealed class StatelessAnswerTests : IDisposable
{
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void A_request_for_a_dialog_that_does_not_exist_is_answered_each_time_anew()
    {
        var bye = _peer.NewRequest("BYE").With("To", "<sip:app@example.com>;tag=unknown");
        _peer.Send(bye);
        _peer.NextResponse(481);
        Assert.Equal((0, 0), (_peer.Transactions, _peer.Loop.PendingTimers));
        _peer.Send(bye);
        _peer.NextResponse(481);
    }

    [Theory]
    [InlineData("MESSAGE", 401, 0)]
    [InlineData("REGISTER", 401, 0)]
    [InlineData("SUBSCRIBE", 407, 0)]
    [InlineData("MESSAGE", 403, 1)]
    [InlineData("INVITE", 407, 1)] // the 100 has quieted the caller, so the 407 must arrive
    public async Task A_challenge_is_forgotten(string method, int status, int remaining)
    {
        var domain = new Challenger(status);
        _peer.Agent.ServeDomain("home.test", domain);
        var request = _peer.NewRequest(method);
        request.RequestUri = SipUri.Parse("sip:bob@home.test");
        _peer.Send(request);
        await domain.Answered.NextAsync();
        _peer.NextResponse(status);
        Assert.Equal(remaining, _peer.Transactions);
    }

    [Theory]
    [InlineData("home.test", false, false)]
    [InlineData("home.test", true, true)]
    [InlineData("198.51.100.9", false, true)]
    public async Task Who_knows_the_contact_of_an_account_does_not_get_around_its_registrar(string host, bool isTrusted, bool isTaken)
    {
        var taken = new Log<int>("MESSAGE");
        _peer.Agent.ServeDomain("home.test", new Challenger(401));
        var registration = _peer.Agent.Register(new()
        {
            AddressOfRecord = SipUri.Parse($"sip:alice@{host}"),
            OnCall = static (_, _) => Task.CompletedTask,
            OnMessage = (transaction, _) =>
            {
                transaction.Respond(202);
                taken.Add(202);
                return Task.CompletedTask;
            },
        });
        _peer.Loop.Run();
        _peer.Network.Sent.Clear();
        var request = _peer.NewRequest("MESSAGE");
        request.RequestUri = registration.Contact;
        _peer.Send(request, _peer.Network.FlowTo("UDP", new(IPAddress.Parse("203.0.113.66"), 5060), isTrusted));
        if (isTaken)
        {
            await taken.NextAsync();
        }

        _peer.NextResponse(isTaken ? 202 : 405);
    }

    [Fact]
    public void Requests_that_claim_to_be_in_a_dialog_are_bounded_too()
    {
        // Each of these waits for the application.
        var (_, invite) = _peer.Establish();
        var cseq = 1u;
        for (var i = 0; i < 199; i++)
        {
            _peer.Send(_peer.InDialog("INFO", ++cseq, invite));
        }

        _peer.AssertSilent();
        _peer.Send(_peer.InDialog("INFO", ++cseq, invite));
        _peer.Send(_peer.InDialog("INFO", ++cseq, invite));
        _peer.NextResponse(503);
        Assert.InRange(_peer.Transactions, 199, 201);
    }

    private sealed class Challenger(int status) : ISipDomainHandler
    {
        public Log<int> Answered { get; } = new("answer");

        public Task OnRequestAsync(ISipServerTransaction transaction, CancellationToken cancellationToken)
        {
            transaction.Respond(status);
            Answered.Add(status);
            return Task.CompletedTask;
        }

        public void OnAck(SipRequest ack, SipPeer peer)
        {
        }
    }
}
