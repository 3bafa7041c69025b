using System.Net;
using System.Net.Sockets;

namespace Sylk.Media.Tests.Peers;

/// <summary>A SIP phone's ports on loopback: RTP, and RTCP beside it.</summary>
internal sealed class FakePhone : IDisposable
{
    private readonly Socket _rtp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _rtcp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    /// <param name="address">Of loopback; 127.0.0.1 if none is given.</param>
    public FakePhone(IPAddress? address = null)
    {
        _rtp.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        _rtcp.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
    }

    public IPEndPoint Rtp => (IPEndPoint)_rtp.LocalEndPoint!;

    public IPEndPoint Rtcp => (IPEndPoint)_rtcp.LocalEndPoint!;

    public void SendRtp(byte[] packet, IPEndPoint to) => _rtp.SendTo(packet, to);

    public void SendRtcp(byte[] packet, IPEndPoint to) => _rtcp.SendTo(packet, to);

    public Task<byte[]> ReceiveRtpAsync() => ReceiveAsync(_rtp);

    public Task<byte[]> ReceiveRtcpAsync() => ReceiveAsync(_rtcp);

    public bool HasRtp => _rtp.Available > 0;

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[2048];
        using var limit = new CancellationTokenSource(Wait.Limit);
        var length = await socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
        return buffer[..length];
    }
}
