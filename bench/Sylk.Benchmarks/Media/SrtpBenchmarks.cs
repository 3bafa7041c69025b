using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Sylk.Media.Plane;
using Sylk.Media.Srtp;

namespace Sylk.Benchmarks.Media;

/// <summary>Protecting an RTP packet, and doing and undoing it: what a call costs on either side.</summary>
public class SrtpBenchmarks
{
    private readonly byte[] _buffer = new byte[2048];
    private SrtpSendContext _send = null!;
    private SrtpReceiveContext _receive = null!;
    private ushort _sequenceNumber;

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80)]
    public SrtpProfile Profile { get; set; }

    /// <summary>Sound and video.</summary>
    [Params(172, 1200)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        byte[] key = new byte[16], salt = new byte[Profile == SrtpProfile.AeadAes128Gcm ? 12 : 14];
        Random.Shared.NextBytes(key);
        _send = new(Profile, key, salt);
        _receive = new(Profile, key, salt);
        _buffer[0] = 0x80;
    }

    [Benchmark]
    public int Protect()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(2), ++_sequenceNumber);
        var length = Length;
        return _send.ProtectRtp(_buffer, ref length) == SrtpResult.Success ? length : throw new InvalidOperationException();
    }

    [Benchmark]
    public int ProtectAndUnprotect()
    {
        var length = Protect();
        return _receive.UnprotectRtp(_buffer.AsSpan(0, length), out var plain) == SrtpResult.Success ? plain : throw new InvalidOperationException();
    }

    [GlobalCleanup]
    public void Clean()
    {
        _send.Dispose();
        _receive.Dispose();
    }
}
