namespace Sylk.Media.Sockets;

/// <summary>Remembers which sockets of a loop have packets to send and sends them all at the end of a wake-up, so that what
/// goes out on one socket goes out in one batch.</summary>
internal sealed class SendScheduler(PacketPool packets)
{
    private readonly SendBatch _batch = new(packets);
    private readonly List<UdpSocket> _waiting = [];

    public PacketPool Packets => packets;

    public void Add(UdpSocket socket) => _waiting.Add(socket);

    public void Flush()
    {
        foreach (var socket in _waiting)
        {
            socket.Flush(_batch);
        }
        _waiting.Clear();
    }
}
