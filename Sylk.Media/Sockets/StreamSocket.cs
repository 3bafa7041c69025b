using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>An accepted TCP connection. Nothing waits: what the kernel does not have or does not take now is told.</summary>
internal sealed unsafe class StreamSocket : IDisposable
{
    // Half a second of good video; what would wait longer is better dropped.
    private const int KernelBuffer = 128 * 1024;

    private readonly Socket _socket;

    public StreamSocket(Socket accepted)
    {
        _socket = accepted;
        _socket.NoDelay = true;
        _socket.SendBufferSize = KernelBuffer;
        Descriptor = (int)accepted.Handle;
        Remote = TransportAddress.From((IPEndPoint)accepted.RemoteEndPoint!);
    }

    public int Descriptor { get; }

    public TransportAddress Remote { get; }

    /// <summary>How many bytes were received: 0 if there are none now, -1 if there will be none any more.</summary>
    public int Receive(Span<byte> buffer)
    {
        fixed (byte* data = buffer)
        {
            var received = (int)LibC.recv(Descriptor, data, (nuint)buffer.Length, LibC.MSG_DONTWAIT);
            return received > 0 ? received : received < 0 && Marshal.GetLastPInvokeError() == LibC.EAGAIN ? 0 : -1;
        }
    }

    /// <summary>How many bytes the kernel took. A broken connection takes none and is seen by receiving.</summary>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes)
        {
            return Math.Max(0, (int)LibC.send(Descriptor, data, (nuint)bytes.Length, LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL));
        }
    }

    public void Dispose() => _socket.Dispose();
}
