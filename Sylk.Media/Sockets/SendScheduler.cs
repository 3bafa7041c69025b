namespace Sylk.Media.Sockets;

/// <summary>Remembers which sockets of a loop have packets to send and sends them all at the end of a wake-up, so that what
/// goes out on one socket goes out in one batch.</summary>
internal sealed class SendScheduler(PacketPool packets)
{
    private readonly List<IFlushable> _waiting = [];

    public DatagramBatch Datagrams { get; } = new(packets);

    public FrameBatch Frames { get; } = new(packets);

    public void Add(IFlushable sender) => _waiting.Add(sender);

    public void Flush()
    {
        foreach (var sender in _waiting)
        {
            sender.Flush();
        }
        _waiting.Clear();
    }
}
