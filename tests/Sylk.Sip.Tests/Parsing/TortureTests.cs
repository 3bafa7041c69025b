using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.Tests.Transports;

namespace Sylk.Sip.Tests.Parsing;

/// <summary>The messages of RFC 4475.</summary>
public sealed class TortureTests
{
    /// <summary>What the parser makes of each: 0 it is a message, -1 it is dropped, otherwise the status it is refused with.</summary>
    private static readonly Dictionary<string, int> Expected = new()
    {
        ["badaspec"] = 400,
        ["badbranch"] = 0,
        ["baddate"] = 0,
        ["baddn"] = 400,
        ["badinv01"] = 400,
        ["badvers"] = 505,
        ["bcast"] = 0,
        ["bext01"] = 0,
        ["bigcode"] = -1,
        ["clerr"] = 400,
        ["cparam01"] = 0,
        ["cparam02"] = 0,
        ["escruri"] = 400,
        ["insuf"] = 400,
        ["inv2543"] = 0,
        ["invut"] = 0,
        ["ltgtruri"] = 400,
        ["lwsruri"] = 400,
        ["lwsstart"] = 400,
        ["mcl01"] = 400,
        ["mismatch01"] = 400,
        ["mismatch02"] = 501,
        ["multi01"] = 400,
        ["ncl"] = 400,
        ["novelsc"] = 0,
        ["quotbal"] = 400,
        ["regaut01"] = 0,
        ["regbadct"] = 400,
        ["regescrt"] = 0,
        ["scalar02"] = 400,
        ["scalarlg"] = -1,
        ["sdp01"] = 0,
        ["test"] = -1,
        ["trws"] = 400,
        ["unkscm"] = 0,
        ["unksm2"] = 0,
        ["zeromf"] = 0,
        ["dblreq"] = 0,
        ["esc01"] = 0,
        ["esc02"] = 0,
        ["escnull"] = 0,
        ["intmeth"] = 0,
        ["longreq"] = 0,
        ["lwsdisp"] = 0,
        ["mpart01"] = 0,
        ["noreason"] = 0,
        ["semiuri"] = 0,
        ["transports"] = 0,
        ["unreason"] = 0,
        ["wsinv"] = 0,
    };

    [Fact]
    public void Parser_takes_and_refuses_what_it_should()
    {
        var wrong = new List<string>();
        foreach (var (name, bytes) in Messages())
        {
            var outcome = SipMessageParser.TryParse(bytes, SipLimits.Default, out _, out var error) ? 0 : error.Answer?.StatusCode ?? -1;
            if (!Expected.TryGetValue(name, out var expected) || outcome != expected)
            {
                wrong.Add($"[\"{name}\"] = {outcome}, // {error?.Reason}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Parser_survives_every_message_cut_anywhere()
    {
        foreach (var (_, bytes) in Messages())
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                SipMessageParser.TryParse(bytes.AsSpan(0, length), SipLimits.Default, out _, out _);
            }
        }
    }

    [Fact]
    public void Message_that_was_taken_reads_the_same_after_writing()
    {
        foreach (var (name, bytes) in Messages())
        {
            if (SipMessageParser.TryParse(bytes, SipLimits.Default, out var message, out _))
            {
                var written = SipMessageWriter.ToArray(message);
                Assert.True(SipMessageParser.TryParse(written, SipLimits.Default, out var again, out var error), $"{name}: {error?.Reason}");
                Assert.Equal(written, SipMessageWriter.ToArray(again));
            }
        }
    }

    [Fact]
    public void Stream_split_at_every_byte_gives_the_same_frames()
    {
        foreach (var (name, bytes) in Messages())
        {
            var whole = Frames(bytes, bytes.Length);
            for (var at = 1; at < bytes.Length; at++)
            {
                Assert.True(whole.SequenceEqual(Frames(bytes, at)), $"{name} at {at}");
            }

            Assert.True(whole.SequenceEqual(Frames(bytes, -1)), name);
        }
    }

    [Fact]
    public async Task Stack_survives_all_over_UDP()
    {
        await using var stack = new TestStack();
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        foreach (var (_, bytes) in Messages())
        {
            await socket.SendAsync(bytes, stack.EndPoint("UDP"));
        }

        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(RawConnection.Options("z9hG4bKafter", transport: "UDP")), stack.EndPoint("UDP"));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var datagram = await socket.ReceiveAsync(timeout.Token);
            // The answer to a malformed Via has it as it came.
            SipMessageParser.TryParse(datagram.Buffer, SipLimits.Default, out var message, out _);
            if (message is SipResponse { StatusCode: 200 } && message.Via!.Branch == "z9hG4bKafter")
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Stack_answers_what_it_refuses_over_TCP()
    {
        await using var stack = new TestStack();
        foreach (var (name, bytes) in Messages())
        {
            using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
            await peer.WriteAsync(bytes);
            peer.Socket.Shutdown(SocketShutdown.Send);
            if (Expected[name] > 0 && Frames(bytes, bytes.Length) is [{ Frame: SipFrame.Message }, ..])
            {
                var response = await peer.ReadRawAsync(); // it may repeat what is malformed
                Assert.True(response.StartsWith($"SIP/2.0 {Expected[name]} ", StringComparison.Ordinal), $"{name}: {response}");
            }
        }

        using var after = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        await after.WriteAsync(RawConnection.Options("z9hG4bKafter"));
        Assert.Equal(200, (await after.ResponseAsync()).StatusCode);
    }

    private static List<(SipFrame Frame, int Length)> Frames(byte[] bytes, int at)
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        var frames = new List<(SipFrame, int)>();
        if (at < 0)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                Feed(bytes.AsSpan(i, 1));
            }
        }
        else
        {
            Feed(bytes.AsSpan(0, at));
            Feed(bytes.AsSpan(at));
        }

        return frames;

        void Feed(ReadOnlySpan<byte> part)
        {
            while (!part.IsEmpty)
            {
                var memory = framer.GetMemory().Span;
                var count = Math.Min(memory.Length, part.Length);
                part[..count].CopyTo(memory);
                framer.Advance(count);
                part = part[count..];
                SipFrame frame;
                while ((frame = framer.Read(out var message, out _)) != SipFrame.None)
                {
                    frames.Add((frame, message.Length));
                    if (frame == SipFrame.Error)
                    {
                        break;
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Messages() => Corpus.Read("rfc4475");
}
