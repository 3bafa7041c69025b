using System.Text;
using BenchmarkDotNet.Attributes;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.Benchmarks.Gateway;

/// <summary>A browser's request from its bytes to the request object, and the answer to it.</summary>
public class RequestBenchmarks
{
    private readonly byte[] _ping = """{"sylkrtc":"ping","transaction":"5f3a9c14-6c2e-4f5d-9a6e-0d2c1b8f7a55"}"""u8.ToArray();
    private readonly SylkRtc2 _protocol = new();
    private byte[] _sessionCreate = [];

    [GlobalSetup]
    public void Prepare()
    {
        var sdp = string.Concat(Enumerable.Range(0, 60).Select(i => $"a=rtpmap:{i} codec{i}/90000\\r\\n"));
        _sessionCreate = Encoding.UTF8.GetBytes(
            $$"""{"sylkrtc":"session-create","transaction":"t","session":"s","account":"alice@sylk.test","uri":"bob@sylk.test","sdp":"v=0\r\n{{sdp}}"}""");
    }

    [Benchmark]
    public int AnswerPing()
    {
        var request = _protocol.Read(_ping, out _)!;
        return _protocol.Write(new AckResponse(request.Transaction))!.Value.Length;
    }

    [Benchmark]
    public object ReadSessionCreate() => _protocol.Read(_sessionCreate, out _)!;
}
