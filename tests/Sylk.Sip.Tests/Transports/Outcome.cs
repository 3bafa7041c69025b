using System.Globalization;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.Tests.Transports;

/// <summary>Sends a request and remembers how it ended: the status code, or why there was none.</summary>
internal sealed class Outcome(TestStack stack) : IClientTransactionUser
{
    private static int _number;
    private string? _status;

    public Log<string> End { get; } = new("end of the request");

    public string Detail { get; private set; } = "";

    public void Send(SipUri uri, byte[]? body = null)
    {
        var id = Interlocked.Increment(ref _number);
        var request = new SipRequest("MESSAGE", uri) { Body = body ?? [] };
        request.MaxForwards = 70;
        request.Headers.Add("From", "<sip:a@example.com>;tag=1");
        request.Headers.Add("To", $"<{uri}>");
        request.Headers.Add("Call-ID", $"outcome{id}");
        request.Headers.Add("CSeq", "1 MESSAGE");
        if (body is not null)
        {
            request.Headers.Add("Content-Type", "text/plain");
        }

        stack.Stack.Loop.Post(() => stack.Stack.Transactions.Send(request, SipDestination.FromRequest, this));
    }

    public void OnSent(IClientTransaction transaction, SipFlow flow)
    {
    }

    public void OnResponse(IClientTransaction transaction, SipResponse response, SipPeer peer)
    {
        if (!response.IsProvisional)
        {
            _status = response.StatusCode.ToString(CultureInfo.InvariantCulture);
        }
    }

    public void OnTerminated(IClientTransaction transaction, TransactionEnd end, string detail)
    {
        Detail = detail;
        End.Add(_status ?? end.ToString());
    }
}
