using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.Tests.Support;

/// <summary>A stack on free ports of the loopback, whose requests go to a delegate.</summary>
internal sealed class TestStack : IAsyncDisposable, ITransactionLayerUser
{
    private readonly Action<IServerTransaction> _onRequest;

    public TestStack(
        Action<IServerTransaction>? onRequest = null, SipStackOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        _onRequest = onRequest ?? AnswerLikeAUserAgent;
        Stack = new(options ?? Options, loggers ?? NullLoggerFactory.Instance, time);
        Stack.Transactions.User = this;
        Stack.Start();
    }

    public static SipStackOptions Options { get; } = new() { UdpPort = 0, TcpPort = 0, Listen = [IPAddress.Loopback], IsTrusted = IPAddress.IsLoopback };

    public SipStack Stack { get; }

    public Log<SipRequest> Acks { get; } = new("ACK");

    public Log<SipRequest> Requests { get; } = new("request");

    public IPEndPoint EndPoint(string transport) => Stack.Listeners.First(l => l.Transport == transport).EndPoint;

    public void OnRequest(IServerTransaction transaction)
    {
        Requests.Add(transaction.Request);
        _onRequest(transaction);
    }

    public void OnAck(SipRequest ack, SipPeer peer) => Acks.Add(ack);

    /// <summary>200 to what a simple user agent knows, 405 to the rest.</summary>
    public static void AnswerLikeAUserAgent(IServerTransaction transaction)
    {
        var isKnown = transaction.Request.Method is "INVITE" or "OPTIONS" or "BYE" or "REGISTER" or "MESSAGE" or "CANCEL";
        transaction.Respond(WithTag(transaction.Request.CreateResponse(isKnown ? 200 : 405)));
    }

    public static SipResponse WithTag(SipResponse response)
    {
        if (response.To is { Tag: null } to)
        {
            response.Headers["To"] = to.WithTag("uas").ToString();
        }

        return response;
    }

    public Task<T> OnLoopAsync<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Stack.Loop.Post(() => result.SetResult(function()));
        return result.Task;
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
