using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Sylk.Media.Sockets;

namespace Sylk.LoadClient.Endpoints;

/// <summary>A SIP phone that answers every call at once with PCMU and returns its RTP. Text in, text out: it shares nothing
/// with the stack under test. Lives on the engine.</summary>
internal sealed partial class SipEchoServer : IPollHandler
{
    private readonly Engine _engine;
    private readonly Latencies _up;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[65536];
    private readonly Dictionary<string, EchoPort> _calls = [];

    /// <param name="engine">Whose sockets it uses.</param>
    /// <param name="up">Gets the times under way of what arrives.</param>
    public SipEchoServer(Engine engine, Latencies up)
    {
        _up = up;
        _engine = engine;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 4 << 20 };
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        engine.Poller.Add((int)_socket.Handle, this);
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void OnReady(bool readable, bool writable)
    {
        while (true)
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            if (_socket.Available == 0)
            {
                return;
            }

            var length = _socket.ReceiveFrom(_buffer, ref from);
            Handle(Encoding.UTF8.GetString(_buffer, 0, length), from);
        }
    }

    [GeneratedRegex(@"^(Via|Record-Route|From|To|Call-ID|CSeq|[vfti])\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex Copied();

    private void Handle(string request, EndPoint from)
    {
        var method = request.Split(' ', 2)[0];
        if (method is "ACK" or "" || request.StartsWith("SIP/2.0", StringComparison.Ordinal))
        {
            return;
        }

        var headers = request.Split("\r\n\r\n", 2)[0].Split("\r\n").Skip(1).ToArray();
        var callId = headers.First(h => h.StartsWith("Call-ID", StringComparison.OrdinalIgnoreCase) || h.StartsWith("i:", StringComparison.Ordinal));
        var body = "";
        switch (method)
        {
            case "INVITE":
                if (!_calls.TryGetValue(callId, out var port))
                {
                    _calls[callId] = port = new EchoPort(_engine, _up);
                }

                body = string.Create(CultureInfo.InvariantCulture,
                    $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port.Port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n");
                break;
            case "BYE" when _calls.Remove(callId, out var ended):
                ended.Dispose();
                break;
            default:
                break;
        }

        var answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        foreach (var header in headers.Where(h => Copied().IsMatch(h)))
        {
            answer.Append(header);
            if ((header.StartsWith("To:", StringComparison.OrdinalIgnoreCase) || header.StartsWith("t:", StringComparison.Ordinal)) && !header.Contains("tag=", StringComparison.Ordinal))
            {
                answer.Append(";tag=e");
            }

            answer.Append("\r\n");
        }

        answer.Append(CultureInfo.InvariantCulture, $"Contact: <sip:echo@127.0.0.1:{Port}>\r\n");
        if (body.Length > 0)
        {
            answer.Append("Content-Type: application/sdp\r\n");
        }

        answer.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n").Append(body);
        _socket.SendTo(Encoding.UTF8.GetBytes(answer.ToString()), from);
    }

    private sealed class EchoPort : IPollHandler, IDisposable
    {
        private const int HeaderLength = 12;

        private readonly Engine _engine;
        private readonly Latencies _up;
        private readonly Socket _socket;
        private readonly int _slot;
        private readonly byte[] _packet = new byte[2048];
        private readonly SocketAddress _from = new(AddressFamily.InterNetwork);

        public EchoPort(Engine engine, Latencies up)
        {
            _engine = engine;
            _up = up;
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _slot = engine.Poller.Add((int)_socket.Handle, this);
        }

        public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        public void OnReady(bool readable, bool writable)
        {
            while (_socket.Available > 0)
            {
                try
                {
                    var length = _socket.ReceiveFrom(_packet, SocketFlags.None, _from);
                    var packet = _packet.AsSpan(0, length);
                    if (length > HeaderLength && LoadPayload.TryRead(packet[HeaderLength..], out var sentAt, out var number))
                    {
                        var now = Engine.Now;
                        _up.Add(now - sentAt);
                        LoadPayload.Write(packet[HeaderLength..], now, number);
                    }

                    _socket.SendTo(packet, SocketFlags.None, _from);
                }
                catch (SocketException)
                {
                    return;
                }
            }
        }

        public void Dispose()
        {
            _engine.Poller.Remove((int)_socket.Handle, _slot);
            _socket.Dispose();
        }
    }
}
