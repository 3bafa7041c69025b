using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sylk.Abstractions.Media;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>Hands out pairs of ports (even for RTP, the next one for RTCP) of one loop in random order, and keeps ports of ended
/// calls out of use for a while.</summary>
internal sealed class RtpPortRange
{
    private const int DynamicStart = 10_000;
    private const int DynamicEnd = 65_536;
    private const int MaxAttempts = 64;

    private readonly MediaLoop _loop;
    private readonly IPAddress _address;
    private readonly long _quarantine;
    private readonly List<int> _free = [];
    private readonly Queue<(int Port, long Until)> _resting = [];

    /// <param name="loop">The loop.</param>
    /// <param name="options">Address, range and quarantine.</param>
    /// <param name="share">Which part of the range this is.</param>
    /// <param name="shares">Into how many parts it is cut.</param>
    public RtpPortRange(MediaLoop loop, MediaPlaneOptions options, int share, int shares)
    {
        _loop = loop;
        _address = options.RtpAddress;
        _quarantine = (long)options.RtpPortQuarantine.TotalMicroseconds;
        var (start, end) = options.RtpPortStart == 0 ? (DynamicStart, DynamicEnd) : (options.RtpPortStart, options.RtpPortEnd);
        for (var port = start; port + 1 < end; port += 2)
        {
            if (port / 2 % shares == share)
            {
                _free.Add(port);
            }
        }
    }

    /// <summary>Binds a pair.</summary>
    /// <exception cref="MediaException">None is left.</exception>
    public (UdpSocket Rtp, UdpSocket Rtcp) Open()
    {
        while (_resting.TryPeek(out var rested) && rested.Until <= _loop.Now)
        {
            _free.Add(_resting.Dequeue().Port);
        }
        var taken = new List<int>();
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                if (TakePort() is not { } port)
                {
                    break;
                }
                if (TryBind(port) is { } pair)
                {
                    return pair;
                }
                taken.Add(port);
            }
        }
        finally
        {
            // In use by another program, perhaps not for ever.
            _free.AddRange(taken);
        }
        throw new MediaException(MediaError.NoResources, "No RTP port is free.");
    }

    /// <summary>Takes back the port of a pair that was closed.</summary>
    public void Rest(int port) => _resting.Enqueue((port, _loop.Now + _quarantine));

    private int? TakePort()
    {
        if (_free.Count == 0)
        {
            return _resting.TryDequeue(out var oldest) ? oldest.Port : null;
        }
        var index = RandomNumberGenerator.GetInt32(_free.Count);
        var port = _free[index];
        _free[index] = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        return port;
    }

    private (UdpSocket Rtp, UdpSocket Rtcp)? TryBind(int port)
    {
        UdpSocket? rtp = null;
        try
        {
            rtp = new UdpSocket(new IPEndPoint(_address, port), _loop.Sends);
            return (rtp, new UdpSocket(new IPEndPoint(_address, port + 1), _loop.Sends));
        }
        catch (SocketException)
        {
            rtp?.Dispose();
            return null;
        }
    }
}
