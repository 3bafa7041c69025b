namespace Sylk.Media.Sockets;

/// <summary>Something that takes packets away: a UDP socket, or a TCP connection.</summary>
internal interface IPacketSender
{
    /// <summary>Sends to <see cref="Packet.Remote"/>, taking the packet over.</summary>
    void Send(Packet packet);

    /// <summary>A peer that was reached by it is given up: a socket has others, a connection ends.</summary>
    void Release();
}
