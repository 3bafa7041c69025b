using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Server.Tests.Support;

/// <summary>Writes SIP by hand, over UDP.</summary>
internal sealed class RawPhone : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly UdpClient _socket;
    private readonly IPEndPoint _server;
    private int _number;

    /// <param name="server">Where everything is sent.</param>
    /// <param name="address">The address to send from.</param>
    public RawPhone(IPEndPoint server, string address = "127.0.0.1")
    {
        _server = server;
        _socket = new(new IPEndPoint(IPAddress.Parse(address), 0));
    }

    private IPEndPoint Own => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>A request outside a dialog.</summary>
    /// <param name="method">The method.</param>
    /// <param name="user">User and host of the Request-URI; the host of the server if there is none.</param>
    /// <param name="headers">Further headers, or others in place of those that every request has.</param>
    public SipRequest Request(string method, string user, params (string Name, string? Value)[] headers)
    {
        var number = Interlocked.Increment(ref _number);
        var uri = SipUri.Parse(user.Contains('@', StringComparison.Ordinal) ? $"sip:{user}" : $"sip:{user}@{_server}");
        var request = new SipRequest(method, uri) { MaxForwards = 70 };
        request.Headers.Add("Via", $"SIP/2.0/UDP {Own};branch=z9hG4bK{Guid.NewGuid():N}");
        request.Headers.Add("From", $"<sip:raw@{Own}>;tag={number}");
        request.Headers.Add("To", $"<{uri}>");
        request.Headers.Add("Call-ID", $"{Guid.NewGuid():N}");
        request.Headers.Add("CSeq", $"1 {method}");
        request.Headers.Add("Contact", $"<sip:raw@{Own}>");
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return request;
    }

    /// <summary>Sends a request and waits for its final response.</summary>
    public async Task<SipResponse> AskAsync(SipRequest request)
    {
        await SendAsync(request);
        return await NextResponseAsync(request);
    }

    /// <inheritdoc cref="Request" />
    public Task<SipResponse> AskAsync(string method, string user, params (string Name, string? Value)[] headers) => AskAsync(Request(method, user, headers));

    public async Task<SipResponse> NextResponseAsync(SipRequest request)
    {
        while (true)
        {
            if (await NextAsync() is SipResponse { IsProvisional: false } response && response.CallId == request.CallId && response.CSeq == request.CSeq)
            {
                return response;
            }
        }
    }

    public async Task<SipRequest> NextRequestAsync(string method)
    {
        while (true)
        {
            if (await NextAsync() is SipRequest request && request.Method == method)
            {
                return request;
            }
        }
    }

    public async Task AcknowledgeAsync(SipRequest invite, SipResponse success)
    {
        var ack = Request("ACK", "none", ("From", invite.Headers["From"]), ("To", success.Headers["To"]), ("Call-ID", invite.CallId), ("CSeq", "1 ACK"));
        ack.RequestUri = success.Contact!.Uri;
        await SendAsync(ack);
    }

    public Task SendAsync(SipMessage message) => SendAsync(SipMessageWriter.ToArray(message));

    public async Task SendAsync(byte[] bytes) => await _socket.SendAsync(bytes, _server);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task<SipMessage> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var received = await _socket.ReceiveAsync(limit.Token);
        Assert.True(SipMessageParser.TryParse(received.Buffer, SipLimits.Default, out var message, out var error), error?.Reason);
        return message;
    }

    public void Dispose() => _socket.Dispose();
}
