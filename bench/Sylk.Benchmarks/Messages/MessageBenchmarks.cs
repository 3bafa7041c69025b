using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.Benchmarks.Messages;

/// <summary>A message of a hundred characters as CPIM, a notification about it, and its entry in a journal as JSON.</summary>
public class MessageBenchmarks
{
    private const string Content = "Thank you, and see you on Monday at the usual place. The others will be there too, as it seems.";
    private const string Id = "5f3a9c14-6c2e-4f5d-9a6e-0d2c1b8f7a55";
    private const string Timestamp = "2026-01-02T03:04:05.000006+00:00";

    private readonly NameAddress _alice = new("Alice", SipUri.Parse("sip:alice@sylk.test"), SipParameters.Empty);
    private readonly NameAddress _bob = new(SipUri.Parse("sip:bob@sylk.test"));
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private ChatMessage _message = null!;
    private JournalEntry _entry = null!;
    private byte[] _cpim = [];
    private string _imdn = "";
    private Utf8JsonWriter _json = null!;

    [GlobalSetup]
    public void Prepare()
    {
        const MessageDispositions both = MessageDispositions.PositiveDelivery | MessageDispositions.Display;
        _message = new(Identity.Of(_alice), Timestamp, Id, "text/plain", Content, both);
        _cpim = WriteCpim().ToArray();
        _imdn = new Imdn(Id, Timestamp, MessageState.Displayed).ToXml("sip:bob@sylk.test");
        _entry = new()
        {
            Sequence = 1,
            Stored = DateTimeOffset.UnixEpoch,
            MessageId = Id,
            Contact = AccountAddress.Of("bob@sylk.test"),
            Timestamp = Timestamp,
            Direction = MessageDirection.Incoming,
            ContentType = "text/plain",
            Content = Content,
            Dispositions = both,
            State = MessageState.Received,
        };
        _json = new(_output);
    }

    [Benchmark]
    public ReadOnlyMemory<byte> WriteCpim() => CpimMessage.Write(_alice, _bob, _message);

    [Benchmark]
    public object ReadCpim() => CpimReader.Read(_cpim)!;

    [Benchmark]
    public object ReadImdn() => Imdn.Parse(_imdn)!;

    [Benchmark]
    public string WriteImdn() => new Imdn(Id, Timestamp, MessageState.Displayed).ToXml("sip:bob@sylk.test");

    [Benchmark]
    public int WriteJournalEntry()
    {
        _output.ResetWrittenCount();
        _json.Reset();
        JournalWriter.WriteEntry(_json, _entry);
        _json.Flush();
        return _output.WrittenCount;
    }

    [Benchmark]
    public string CheckMessage() => MessageCheck.Check(Id, Content, "text/plain", Timestamp);

    [Benchmark]
    public int WriteReceivedEvent() => EventWriter.Write(new MessageReceivedEvent("bob@sylk.test", _message)).Length;
}
