using Sylk.Media.Ice;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>A TCP connection of a browser (RFC 6544). Until a check on it was verified it is a stranger's: it may send short
/// frames only, and not for long. Afterwards it lives as long as checks go on.</summary>
internal sealed class IceTcpConnection : IPollHandler, IPacketSender, IFlushable, IDisposable
{
    private const int MaxUnprovenFrame = 512;

    private readonly MediaLoop _loop;
    private readonly IceMultiplexer _multiplexer;
    private readonly IceTcpPort _owner;
    private readonly StreamSocket _socket;
    private readonly PairKey _key;
    private readonly WheelTimer _deadline;
    private readonly FrameReader _frames = new(MaxUnprovenFrame);
    private readonly int _slot;
    private PacketQueue _outgoing;
    private byte[] _rest = [];
    private int _restLength;
    private bool _isQueued;
    private bool _isClosed;

    public IceTcpConnection(MediaLoop loop, IceMultiplexer multiplexer, IceTcpPort owner, StreamSocket socket)
    {
        _loop = loop;
        _multiplexer = multiplexer;
        _owner = owner;
        _socket = socket;
        _key = new PairKey(multiplexer.NextLocal(), socket.Remote);
        _deadline = new WheelTimer(_ => Dispose());
        _slot = loop.Poller.Add(_socket.Descriptor, this);
        KeepFor(owner.ProofTimeout);
    }

    public bool IsProven { get; private set; }

    public void OnReady(bool readable, bool writable)
    {
        if (writable)
        {
            SendRest();
        }
        if (readable)
        {
            Receive();
        }
    }

    public void Send(Packet packet)
    {
        if (_isClosed || _restLength > 0)
        {
            _loop.Packets.Return(packet);
            return;
        }
        if (!_isQueued)
        {
            _isQueued = true;
            _loop.Sends.Add(this);
        }
        _outgoing.Add(packet);
    }

    public void Flush()
    {
        _isQueued = false;
        if (_isClosed)
        {
            _loop.Sends.Frames.Drop(ref _outgoing);
            return;
        }
        var rest = _loop.Sends.Frames.Send(_socket, ref _outgoing);
        if (!rest.IsEmpty)
        {
            rest.CopyTo(_rest);
            _restLength = rest.Length;
            _loop.Poller.WatchWritable(_socket.Descriptor, _slot, true);
        }
    }

    /// <summary>Sends what is queued and closes.</summary>
    public void Release()
    {
        _loop.Sends.Flush();
        Dispose();
    }

    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }
        _isClosed = true;
        _loop.Timers.Cancel(_deadline);
        _loop.Poller.Remove(_socket.Descriptor, _slot);
        _multiplexer.Close(_key);
        _owner.Remove(this);
        _socket.Dispose();
    }

    private void Receive()
    {
        var length = _socket.Receive(_owner.ReceiveBuffer);
        if (length < 0)
        {
            Dispose();
            return;
        }
        ReadOnlySpan<byte> input = _owner.ReceiveBuffer.AsSpan(0, length);
        while (!_isClosed && _frames.TryRead(ref input, out var frame))
        {
            Receive(frame);
        }
        if (_frames.IsBroken)
        {
            Dispose();
        }
    }

    private void Receive(ReadOnlySpan<byte> frame)
    {
        if (_loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        packet.Length = frame.Length;
        packet.Remote = _key.Remote;
        frame.CopyTo(packet.Span);
        if (!_multiplexer.Receive(packet, _key.Local, this, _loop.Packets))
        {
            return;
        }
        if (!IsProven)
        {
            IsProven = true;
            _frames.Raise(Packet.MaxReceiveLength);
            _rest = new byte[FrameBatch.LengthBytes + Packet.BufferLength];
            _owner.MarkProven(this);
        }
        KeepFor(_owner.ConsentTimeout);
    }

    private void SendRest()
    {
        var sent = _socket.Send(_rest.AsSpan(0, _restLength));
        _restLength -= sent;
        _rest.AsSpan(sent, _restLength).CopyTo(_rest);
        if (_restLength == 0)
        {
            _loop.Poller.WatchWritable(_socket.Descriptor, _slot, false);
        }
    }

    private void KeepFor(TimeSpan time) => _loop.Timers.Schedule(_deadline, _loop.Now + (long)time.TotalMicroseconds);
}
