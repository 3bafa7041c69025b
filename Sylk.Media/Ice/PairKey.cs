using Sylk.Media.Sockets;

namespace Sylk.Media.Ice;

/// <summary>What identifies a candidate pair: one of our sockets (or a TCP connection) and the remote address.</summary>
internal readonly record struct PairKey(int Local, TransportAddress Remote);
