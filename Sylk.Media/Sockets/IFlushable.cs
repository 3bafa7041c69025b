namespace Sylk.Media.Sockets;

/// <summary>Holds packets back until its loop has done the work of a wake-up.</summary>
internal interface IFlushable
{
    void Flush();
}
