using System.Buffers.Binary;
using System.Net.Sockets;
using Sylk.Media.Plane;

namespace Sylk.Media.Tests.Peers;

/// <summary>A TCP connection with the framing of RFC 4571, written in one piece and read frame by frame.</summary>
internal sealed class FakeBrowserTcp(FakeBrowserTcp.FrameHandler handle) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Lock _gate = new();

    public delegate void FrameHandler(Span<byte> frame);

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed { get; private set; } = Task.CompletedTask;

    public static byte[] Frame(ReadOnlySpan<byte> packet)
    {
        var frame = new byte[2 + packet.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)packet.Length);
        packet.CopyTo(frame.AsSpan(2));
        return frame;
    }

    public void Connect(WebRtcTransportInfo server)
    {
        _socket.Connect(server.Candidates.First(candidate => candidate.IsTcp).EndPoint);
        Closed = Task.Run(ReceiveLoopAsync);
    }

    public void Send(ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            _socket.Send(Frame(packet));
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveLoopAsync()
    {
        await using var stream = new NetworkStream(_socket);
        var header = new byte[2];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                var frame = new byte[BinaryPrimitives.ReadUInt16BigEndian(header)];
                await stream.ReadExactlyAsync(frame);
                handle(frame);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The end of the connection, from either side.
        }
    }
}
