using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;
using Sylk.Media.Plane;
using Sylk.Media.Srtp;

namespace Sylk.Benchmarks.Media;

/// <summary>A protected packet of a phone goes plain to another one, from socket to socket, on the thread of the benchmark.
/// <see cref="SendAndReceive"/> is the same without the server between: subtract it.</summary>
public class ForwardBenchmarks
{
    /// <summary>Packets for one wake-up of the loop.</summary>
    private const int Batch = 8;

    private const int Length = 172;
    private static readonly byte[] _key = [.. Enumerable.Range(0, 28).Select(i => (byte)i)];

    private readonly Socket _source = MakeSocket();
    private readonly Socket _sink = MakeSocket();
    private readonly byte[] _buffer = new byte[2048];
    private readonly SrtpSendContext _keys = new(SrtpProfile.AeadAes128Gcm, _key.AsSpan(0, 16), _key.AsSpan(16));
    private MediaLoop _loop = null!;
    private PlaneSession _session = null!;
    private SocketAddress _server = null!;
    private SocketAddress _sinkAddress = null!;
    private ushort _sequenceNumber;

    [GlobalSetup]
    public void Prepare()
    {
        _loop = new MediaLoop("benchmark", new MediaClock(TimeProvider.System), NullLogger.Instance);
        _session = new PlaneSession(_loop, "benchmark", TimeSpan.Zero, _ => { }, NullLogger.Instance);
        var options = new MediaPlaneOptions { RtpPortStart = 0 };
        var ports = new RtpPortRange(_loop, options, 0, 1);
        var dtls = new DtlsContext(DtlsCertificate.Create(TimeProvider.System));
        var a = new RtpTransport(_session, MediaSide.A, new(1), dtls, ports, options);
        var b = new RtpTransport(_session, MediaSide.B, new(2), dtls, ports, options);
        _session.Add(a);
        _session.Add(b);
        _session.Apply(
        [
            Leg(MediaSide.A, new() { Id = a.Id, RemoteRtp = (IPEndPoint)_source.LocalEndPoint!, Sdes = new(SrtpProfile.AeadAes128Gcm, _key, _key) }),
            Leg(MediaSide.B, new() { Id = b.Id, RemoteRtp = (IPEndPoint)_sink.LocalEndPoint! }),
        ]);
        _server = a.LocalRtp.Serialize();
        _sinkAddress = ((IPEndPoint)_sink.LocalEndPoint!).Serialize();
        Forward();
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Forward()
    {
        Send(_server);
        _loop.Turn();
        Receive();
    }

    [Benchmark(OperationsPerInvoke = Batch, Baseline = true)]
    public void SendAndReceive()
    {
        Send(_sinkAddress);
        Receive();
    }

    [GlobalCleanup]
    public void Clean()
    {
        _session.Dispose();
        _loop.Dispose();
    }

    private void Send(SocketAddress to)
    {
        for (var i = 0; i < Batch; i++)
        {
            _buffer[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(2), ++_sequenceNumber);
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(4), _sequenceNumber * 160u);
            var length = Length;
            _keys.ProtectRtp(_buffer, ref length);
            _source.SendTo(_buffer.AsSpan(0, length), SocketFlags.None, to);
        }
    }

    private void Receive()
    {
        for (var i = 0; i < Batch; i++)
        {
            if (_sink.Receive(_buffer) < Length)
            {
                throw new InvalidOperationException();
            }
        }
    }

    private static Socket MakeSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static LegPlan Leg(MediaSide side, TransportPlan transport) => new()
    {
        Side = side,
        Kind = MediaLegKind.Rtp,
        Transports = [transport],
        Streams =
        [
            new()
            {
                Index = 0,
                Kind = StreamKind.Audio,
                Transport = transport.Id,
                MaySend = true,
                MayReceive = true,
                Codecs = [new() { ReceivePayloadType = 0, SendPayloadType = 0, Name = "PCMU", ClockRate = 8000, PassId = 1 }],
            },
        ],
    };
}
