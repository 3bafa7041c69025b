using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Sip.UserAgents;

namespace Sylk.Sip.Tests.Support;

/// <summary>A stack with one application that gets every request.</summary>
internal sealed class TestAgent : IRequestRouter, IAsyncDisposable
{
    private readonly SipStack _stack;

    public TestAgent(TimeProvider? time = null)
    {
        _stack = new(TestStack.Options, NullLoggerFactory.Instance, time);
        var layer = new UserAgentLayer(_stack.Transactions, _stack.LocalDomains, new(), this);
        Agent = layer.CreateAgent(NullLogger.Instance);
        _stack.Transactions.User = layer;
        _stack.Start();
    }

    public UserAgent Agent { get; }

    public IPEndPoint EndPoint => _stack.Listeners.First(l => l.Transport == "UDP").EndPoint;

    public SipUri Uri(string user) => SipUri.Parse($"sip:{user}@{EndPoint}");

    public UserAgent? Find(SipRequest request, SipPeer peer, string? application, out int statusCode)
    {
        statusCode = 404;
        return Agent;
    }

    public IOutgoingCall Call(SipUri target)
    {
        var call = Agent.CreateCall(new() { Target = target, From = new(Uri("caller")), Offer = "offer" });
        call.Start();
        return call;
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.EndSessionsAsync();
        await _stack.DisposeAsync();
    }
}
