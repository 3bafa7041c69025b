using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;
using Sylk.Sip.Transactions;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.Transactions;

/// <summary>A transaction without transports: what it sent and when, and what it told.</summary>
internal sealed class Machines(bool isReliable) : IRequestPath, IResponsePath, IClientTransactionOwner, IServerTransactionUser
{
    public FakeLoop Loop { get; } = new();

    public SipTimers Timers { get; } = new();

    public bool IsReliable => isReliable;

    public bool Fails { get; set; }

    /// <summary>Method or status of what was sent, with the milliseconds at which it was.</summary>
    public List<string> Sent { get; } = [];

    public List<string> Told { get; } = [];

    /// <summary>Milliseconds at which the machine was gone.</summary>
    public int? RemovedAt { get; private set; }

    private int Now => (int)Loop.Elapsed.TotalMilliseconds;

    public static SipRequest Request(string method)
    {
        var request = new SipRequest(method, SipUri.Parse("sip:b@example.com"));
        request.Headers.Add("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKmachine");
        request.Headers.Add("From", "<sip:a@example.com>;tag=1");
        request.Headers.Add("To", "<sip:b@example.com>");
        request.Headers.Add("Call-ID", "machine");
        request.Headers.Add("CSeq", $"1 {method}");
        return request;
    }

    public ClientTransaction Client(string method)
    {
        ClientTransaction client = method == "INVITE"
            ? new InviteClientTransaction(Loop, Timers, Request(method), this, this)
            : new NonInviteClientTransaction(Loop, Timers, Request(method), this, this);
        client.Start();
        return client;
    }

    public ServerTransaction Server(string method)
    {
        var peer = new SipPeer("UDP", new(System.Net.IPAddress.Loopback, 5060), new("flow"), false);
        ServerTransaction server = method == "INVITE"
            ? new InviteServerTransaction(Loop, Timers, Request(method), peer, this)
            : new NonInviteServerTransaction(Loop, Timers, Request(method), peer, this);
        server.User = this;
        server.WhenRemoved(() => RemovedAt = Now);
        return server;
    }

    public static void Receive(ClientTransaction client, int status) =>
        client.OnResponse(client.Request.CreateResponse(status), new("UDP", new(System.Net.IPAddress.Loopback, 5060), new("flow"), false));

    public static void Respond(ServerTransaction server, int status) => server.Respond(server.Request.CreateResponse(status));

    bool IRequestPath.TrySend(ReadOnlyMemory<byte> message)
    {
        Note(message);
        return !Fails;
    }

    void IResponsePath.Send(ReadOnlyMemory<byte> message, Action failed)
    {
        Note(message);
        if (Fails)
        {
            failed();
        }
    }

    void IClientTransactionOwner.OnResponse(ClientTransaction transaction, SipResponse response, SipPeer peer) => Told.Add($"{response.StatusCode}");

    void IClientTransactionOwner.OnTerminated(ClientTransaction transaction, TransactionEnd end, string detail)
    {
        Told.Add($"{end}");
        RemovedAt = Now;
    }

    void IServerTransactionUser.OnCancel(SipRequest cancel) => Told.Add("CANCEL");

    void IServerTransactionUser.OnTerminated(TransactionEnd end) => Told.Add($"{end}");

    private void Note(ReadOnlyMemory<byte> message)
    {
        Assert.True(SipMessageParser.TryParse(message.Span, SipLimits.Default, out var parsed, out var error), error?.Reason);
        Sent.Add(parsed is SipRequest request ? $"{request.Method}@{Now}" : $"{((SipResponse)parsed).StatusCode}@{Now}");
    }
}
