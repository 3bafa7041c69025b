using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Proxying;

public sealed class CallTests
{
    [Fact]
    public async Task A_call_to_a_registered_user_passes_with_its_responses_ACK_and_BYE()
    {
        await using var host = new RegistrarHost();
        var bob = host.Registered("bob", Peers.Tcp("198.51.100.9"));
        var alice = new Phone("alice", Peers.Udp());

        var invite = host.ReceiveAuthorized(alice, alice.Request("INVITE", "sip:bob@sylk.test"));
        var toBob = await host.Sip.NextSentAsync();
        Assert.Empty(invite.Sent); // the 100 is the stack's
        Assert.Equal(bob.ContactUri, toBob.Request.RequestUri.ToString());
        Assert.Equal(bob.Peer.Flow, toBob.Destination.Flow);
        Assert.Equal("69", toBob.Request.Headers["Max-Forwards"]);
        Assert.Null(toBob.Request.Headers["Proxy-Authorization"]);
        Assert.Equal(2, toBob.Request.Headers.GetAll("Record-Route").Count());

        toBob.Answer(180);
        Assert.Equal(180, (await invite.NextAsync()).StatusCode);
        toBob.Answer(200);
        var answer = await invite.NextAsync();
        Assert.Equal(200, answer.StatusCode);

        var routes = answer.Headers.GetAll("Record-Route").Reverse().ToList();
        host.Acknowledge(InDialog(alice, "ACK", bob.ContactUri, routes), alice.Peer);
        var ack = Assert.Single(host.Sip.Forwarded);
        Assert.Equal(bob.Peer.Flow, ack.Destination.Flow);
        Assert.Equal("69", ack.Request.Headers["Max-Forwards"]);
        Assert.Null(ack.Request.Headers["Route"]);

        var bye = host.Receive(InDialog(alice, "BYE", bob.ContactUri, routes), alice.Peer);
        var byeToBob = await host.Sip.NextSentAsync();
        Assert.Equal(bob.Peer.Flow, byeToBob.Destination.Flow);
        Assert.Equal(bob.ContactUri, byeToBob.Request.RequestUri.ToString());
        byeToBob.Answer(200);
        Assert.Equal(200, (await bye.FinalAsync()).StatusCode);
        await bye.Handled;
        toBob.End();
        await invite.Handled;
    }

    [Fact]
    public async Task A_CANCEL_goes_to_the_callee_with_its_Reason_and_the_caller_gets_487()
    {
        await using var host = new RegistrarHost();
        host.Registered("bob", Peers.Udp("198.51.100.9"));
        var alice = new Phone("alice", Peers.Udp());

        var invite = host.ReceiveAuthorized(alice, alice.Request("INVITE", "sip:bob@sylk.test"));
        var toBob = await host.Sip.NextSentAsync();
        toBob.Answer(180);
        Assert.Equal(180, (await invite.NextAsync()).StatusCode);
        invite.CancelByCaller("SIP;cause=600");
        Assert.Equal("SIP;cause=600", await toBob.Cancelled);
        toBob.Answer(487);
        Assert.Equal(487, (await invite.FinalAsync()).StatusCode);
        await invite.Handled;
    }

    internal static SipRequest InDialog(Phone phone, string method, string target, IEnumerable<string> routes)
    {
        var request = phone.Request(method, target, "sip:bob@sylk.test");
        request.Headers["To"] += ";tag=callee";
        foreach (var route in routes)
        {
            request.Headers.Add("Route", route);
        }

        return request;
    }
}
