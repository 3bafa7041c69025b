using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.Tests.UserAgents;

public sealed class RegistrationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_registration_answers_challenges_takes_calls_and_ends()
    {
        var registers = new Log<SipRequest>("REGISTER");
        await using var registrar = new TestStack(t => Challenge(t, registers));
        await using var agent = new TestAgent();
        await using var caller = new TestAgent();
        var registration = agent.Agent.Register(new()
        {
            AddressOfRecord = SipUri.Parse($"sip:alice@{registrar.EndPoint("UDP")}"),
            Credentials = new() { Username = "alice", Password = "secret" },
            OnCall = (call, _) =>
            {
                call.Reject(603);
                return Task.CompletedTask;
            },
        });
        using var timeout = new CancellationTokenSource(Patience);
        Assert.Equal(RegistrationStateKind.Registering, (await registration.States.ReadAsync(timeout.Token)).Kind);
        Assert.Equal(RegistrationStateKind.Registered, (await registration.States.ReadAsync(timeout.Token)).Kind);
        var contact = (await registers.NextAsync()).Contact!.Uri;
        Assert.Equal(registration.Contact, contact);

        Assert.Equal(603, (await caller.Call(contact).Ended.WaitAsync(Patience)).StatusCode);

        await registration.DisposeAsync();
        Assert.Equal("0", (await registers.NextAsync()).Headers["Expires"]);
    }

    [Fact]
    public async Task A_call_answers_a_challenge()
    {
        var accepted = new Log<SipRequest>("INVITE");
        await using var proxy = new TestStack(t => Challenge(t, accepted));
        await using var agent = new TestAgent();
        var call = agent.Agent.CreateCall(new()
        {
            Target = SipUri.Parse($"sip:bob@{proxy.EndPoint("UDP")}"),
            From = new(agent.Uri("alice")),
            Offer = "offer",
            Credentials = new() { Username = "alice", Password = "secret" },
        });
        call.Start();
        Assert.Equal(2u, (await accepted.NextAsync()).CSeq!.Value.Number);
        var ack = await proxy.Acks.NextAsync();
        Assert.Equal(2u, ack.CSeq!.Value.Number);
        Assert.NotNull(ack.Headers["Authorization"]);
    }

    private static void Challenge(IServerTransaction transaction, Log<SipRequest> accepted)
    {
        var request = transaction.Request;
        if (request.Headers["Authorization"] is null)
        {
            var response = TestStack.WithTag(request.CreateResponse(401));
            response.Headers.Add("WWW-Authenticate", "Digest realm=\"test\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
            transaction.Respond(response);
            return;
        }

        accepted.Add(request);
        var success = TestStack.WithTag(request.CreateResponse(200));
        success.Headers.Add("Contact", request.Method == "REGISTER" ? request.Headers["Contact"]! : $"<{request.RequestUri}>");
        transaction.Respond(success);
    }
}
