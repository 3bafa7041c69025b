namespace Sylk.Media.Sockets;

/// <summary>Packets in order, linked through themselves.</summary>
internal struct PacketQueue
{
    private Packet? _first;
    private Packet? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(Packet packet)
    {
        packet.Next = null;
        if (_last is null)
        {
            _first = packet;
        }
        else
        {
            _last.Next = packet;
        }
        _last = packet;
    }

    public Packet? TryTake()
    {
        var packet = _first;
        if (packet is not null)
        {
            _first = packet.Next;
            packet.Next = null;
            if (_first is null)
            {
                _last = null;
            }
        }
        return packet;
    }
}
