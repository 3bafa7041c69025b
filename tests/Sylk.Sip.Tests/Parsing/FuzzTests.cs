using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Parsing;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.UserAgents;

namespace Sylk.Sip.Tests.Parsing;

/// <summary>The messages of RFC 4475, changed at random but in each run the same way: whatever comes, nothing throws, and
/// what is taken in can be written and read again.</summary>
public sealed class FuzzTests
{
    private const int Variants = 300;

    private static readonly byte[][] Words = [.. ((string[])
    [
        "\r\n", "\r\n\r\n", "\r\n ", "\n", "\0", ";", ",", "<", ">", "\"", "\\", "%", "%zz", "@", "[", "]", "::", ":", "=", "?", "*", "sip:", "sips:", "tel:",
        "SIP/2.0", "Content-Length: 999999999", "l: 0", "Via: ", "v:", "\xff\xfe", "2147483648", "-1", "99999999999999999999", ";tag=", ";branch=", ";rport",
        "Session-Expires: 1;refresher", "WWW-Authenticate: Digest realm=\"", "Route: <sip:;lr>", "Contact: *",
    ]).Select(Encoding.Latin1.GetBytes)];

    [Fact]
    public void Parser_survives_whatever_comes()
    {
        var taken = 0;
        foreach (var bytes in Changed())
        {
            if (SipMessageParser.TryParse(bytes, SipLimits.Default, out var message, out var error))
            {
                taken++;
                Look(message);
                var written = SipMessageWriter.ToArray(message);
                Assert.True(SipMessageParser.TryParse(written, SipLimits.Default, out var again, out var fault), $"{fault?.Reason}\n{Encoding.Latin1.GetString(bytes)}");
                Assert.Equal(written, SipMessageWriter.ToArray(again));
            }
            else if (error.Answer is { } answer)
            {
                SipMessageWriter.ToArray(answer);
            }
        }

        // Otherwise the changes are too wild to try anything beyond the start line.
        Assert.True(taken > 1000 || Corpus.Find("rfc4475") is null, $"Only {taken} were messages.");
    }

    [Fact]
    public void Framer_survives_whatever_comes_in_whatever_pieces_and_holds_no_more_than_its_limits()
    {
        var random = new Random(1);
        foreach (var bytes in Changed())
        {
            using var framer = new SipStreamFramer(SipLimits.Default);
            var frame = SipFrame.None;
            for (var rest = bytes.AsSpan(); !rest.IsEmpty && frame != SipFrame.Error;)
            {
                var memory = framer.GetMemory().Span;
                var count = Math.Min(Math.Min(memory.Length, rest.Length), random.Next(1, 200));
                rest[..count].CopyTo(memory);
                framer.Advance(count);
                rest = rest[count..];
                while ((frame = framer.Read(out _, out _)) is not (SipFrame.None or SipFrame.Error))
                {
                }
            }

            Assert.True(framer.Capacity <= 2 * (SipLimits.Default.MaxHeaderBytes + SipLimits.Default.MaxBodyBytes));
        }
    }

    [Fact]
    public void Traces_of_whatever_comes_can_be_written()
    {
        foreach (var bytes in Changed())
        {
            SipTraceText.CallId(bytes);
            Assert.Equal(bytes.Length, SipTraceText.Mask(bytes).Length);
        }
    }

    [Fact]
    public void User_agent_survives_whatever_comes_and_its_call_goes_on()
    {
        using var peer = new ScriptedPeer(maxTransactions: int.MaxValue / 2);
        peer.HandlerMayEnd.SetResult();
        var (call, invite) = peer.Establish();
        var cseq = 10u;
        foreach (var bytes in Changed())
        {
            if (!SipMessageParser.TryParse(bytes, SipLimits.Default, out var message, out _))
            {
                continue;
            }

            peer.Send(message);
            if (message is SipRequest { Method: not ("BYE" or "CANCEL" or "ACK") } request)
            {
                // The same again within the call.
                var own = peer.InDialog(request.Method, ++cseq, invite);
                foreach (var name in (string[])["Via", "From", "To", "Call-ID", "CSeq"])
                {
                    request.Headers[name] = own.Headers[name];
                }

                peer.Send(request);
            }

            peer.Network.Sent.Clear();
        }

        peer.Send(peer.InDialog("OPTIONS", ++cseq, invite));
        peer.NextResponse(200);
        Assert.False(call.Ended.IsCompleted);
    }

    /// <summary>Everything that anybody reads from a message.</summary>
    private static void Look(SipMessage message)
    {
        _ = (message.From, message.To, message.Contact, message.CSeq, message.Via, message.ContentType, message.BodyText, message.CallId);
        _ = (SessionExpires.Of(message), SessionExpires.MinimumOf(message));
        foreach (var header in message.Headers)
        {
            foreach (var item in message.Headers.GetList(header.Name))
            {
                if (NameAddress.TryParse(item, out var address))
                {
                    _ = (address.ToString(), address.Uri.Equals(address.Uri), address.Tag, address.Uri.ToString());
                }

                _ = ViaHeader.TryParse(item, out _);
                _ = DigestChallenge.TryParse(item, out _);
            }
        }

        if (message is SipRequest request)
        {
            SipMessageWriter.ToArray(request.CreateResponse(200));
        }
    }

    private static IEnumerable<byte[]> Changed()
    {
        var messages = Corpus.Read("rfc4475").Select(m => m.Bytes).ToList();
        for (var i = 0; i < messages.Count; i++)
        {
            var random = new Random(i);
            for (var variant = 0; variant < Variants; variant++)
            {
                var bytes = messages[i].ToList();
                for (var changes = random.Next(1, 5); changes > 0; changes--)
                {
                    Change(bytes, messages, random);
                }

                yield return [.. bytes];
            }
        }
    }

    private static void Change(List<byte> bytes, List<byte[]> others, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when bytes.Count > length:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Words[random.Next(Words.Length)]);
                break;
            default:
                var other = others[random.Next(others.Count)];
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 100)).ToArray());
                break;
        }
    }
}
