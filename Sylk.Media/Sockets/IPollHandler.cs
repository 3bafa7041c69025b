namespace Sylk.Media.Sockets;

/// <summary>Owner of a descriptor watched by a <see cref="Poller"/>.</summary>
internal interface IPollHandler
{
    void OnReady(bool readable, bool writable);
}
