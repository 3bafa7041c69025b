using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Tests.Transports;

/// <summary>A peer that writes bytes and reads messages.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly SipStreamFramer _framer = new(SipLimits.Default);
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(20));

    public RawConnection(Socket socket, Stream? stream = null)
    {
        Socket = socket;
        Stream = stream ?? new NetworkStream(socket, true);
    }

    public Socket Socket { get; }

    public Stream Stream { get; }

    public static async Task<RawConnection> OpenAsync(IPEndPoint to)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to);
        return new(socket);
    }

    public static string Options(string branch = "z9hG4bKraw1", string extra = "Content-Length: 0\r\n", string transport = "TCP", string body = "") =>
        $"OPTIONS sip:test@example.com SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1:5999;branch={branch};rport\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:a@example.com>;tag=1\r\nTo: <sip:test@example.com>\r\nCall-ID: {branch}\r\nCSeq: 1 OPTIONS\r\n{extra}\r\n{body}";

    public async Task WriteAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), _timeout.Token);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes, _timeout.Token);

    /// <summary>The next message, or <c>null</c> at the end of the stream.</summary>
    public async Task<SipMessage?> ReadAsync()
    {
        while (true)
        {
            while (TryTake(out var message, out var more))
            {
                if (message is not null)
                {
                    return message;
                }

                if (!more)
                {
                    break;
                }
            }

            int count;
            try
            {
                count = await Stream.ReadAsync(_framer.GetMemory(), _timeout.Token);
            }
            catch (IOException)
            {
                return null;
            }

            if (count == 0)
            {
                return null;
            }

            _framer.Advance(count);
        }
    }

    public async Task<SipResponse> ResponseAsync() => Assert.IsType<SipResponse>(await ReadAsync());

    /// <summary>The next bytes as they come; empty at the end.</summary>
    public async Task<string> ReadRawAsync()
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.Latin1.GetString(buffer, 0, await Stream.ReadAsync(buffer, _timeout.Token));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        Socket.Dispose();
        _framer.Dispose();
        _timeout.Dispose();
    }

    private bool TryTake(out SipMessage? message, out bool more)
    {
        message = null;
        more = false;
        var frame = _framer.Read(out var bytes, out _);
        if (frame == SipFrame.Message)
        {
            Assert.True(SipMessageParser.TryParse(bytes, SipLimits.Default, out message, out var error), error?.Reason);
        }

        more = frame is SipFrame.Crlf or SipFrame.Ping;
        return message is not null || more;
    }
}
