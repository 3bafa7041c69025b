using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Benchmarks.Sip;

/// <summary>An INVITE with a usual body, and a response, from bytes and to bytes.</summary>
public class SipMessageBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly SipLimits _limits = new();
    private byte[] _inviteBytes = [];
    private byte[] _okBytes = [];
    private SipMessage _invite = null!;

    [GlobalSetup]
    public void Prepare()
    {
        const string body = "v=0\r\no=- 20518 0 IN IP4 203.0.113.1\r\ns=-\r\nt=0 0\r\nc=IN IP4 203.0.113.1\r\nm=audio 54609 RTP/AVP 0 8 101\r\n"
            + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n";
        const string headers = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds;rport\r\nVia: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bK77ef4c2312983.1\r\n"
            + "Record-Route: <sip:192.0.2.1;lr>\r\nMax-Forwards: 69\r\nFrom: \"Alice\" <sip:alice@atlanta.example>;tag=1928301774\r\n"
            + "To: Bob <sip:bob@biloxi.example>\r\nCall-ID: a84b4c76e66710@pc33.atlanta.example\r\nCSeq: 314159 INVITE\r\n"
            + "Contact: <sip:alice@192.0.2.7:5062;transport=tcp>\r\nAllow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, UPDATE\r\n"
            + "Supported: timer, 100rel, outbound\r\nSession-Expires: 1800\r\nUser-Agent: Benchmark\r\n";
        _inviteBytes = Encoding.UTF8.GetBytes($"INVITE sip:bob@biloxi.example SIP/2.0\r\n{headers}Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        _okBytes = Encoding.UTF8.GetBytes($"SIP/2.0 200 OK\r\n{headers}Content-Length: 0\r\n\r\n");
        _invite = ParseInvite();
    }

    [Benchmark]
    public SipMessage ParseInvite() => Parse(_inviteBytes);

    [Benchmark]
    public SipMessage ParseResponse() => Parse(_okBytes);

    [Benchmark]
    public int WriteInvite()
    {
        _output.ResetWrittenCount();
        SipMessageWriter.Write(_invite, _output);
        return _output.WrittenCount;
    }

    private SipMessage Parse(byte[] bytes) =>
        SipMessageParser.TryParse(bytes, _limits, out var message, out var error) ? message : throw new InvalidOperationException(error.Reason);
}
