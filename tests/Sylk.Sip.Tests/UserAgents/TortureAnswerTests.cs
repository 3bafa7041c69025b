using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>What a user agent makes of the messages of RFC 4475 that are messages.</summary>
public sealed class TortureAnswerTests
{
    /// <summary>Status of the final answer; 0: a call that the application has to answer; -1: nothing.</summary>
    private static readonly Dictionary<string, int> Expected = new()
    {
        ["badbranch"] = 200,
        ["baddate"] = 0,
        ["bcast"] = -1,
        ["bext01"] = 420,
        ["cparam01"] = 405,
        ["cparam02"] = 405,
        ["dblreq"] = 405,
        ["esc01"] = 0,
        ["esc02"] = 405,
        ["escnull"] = 405,
        ["intmeth"] = 405,
        ["inv2543"] = 400, // it has no Contact, as RFC 2543 allowed
        ["invut"] = 415,
        ["longreq"] = 0,
        ["lwsdisp"] = 200,
        ["mpart01"] = 405,
        ["noreason"] = -1,
        ["novelsc"] = 416,
        ["regaut01"] = 405,
        ["regescrt"] = 405,
        ["sdp01"] = 406,
        ["semiuri"] = 200,
        ["transports"] = 200,
        ["unkscm"] = 416,
        ["unksm2"] = 405,
        ["unreason"] = -1,
        ["wsinv"] = 481, // it has a To tag
        ["zeromf"] = 200,
    };

    [Fact]
    public void Each_is_answered_as_it_asks_for()
    {
        var wrong = new List<string>();
        foreach (var (name, bytes) in Corpus.Read("rfc4475"))
        {
            if (!SipMessageParser.TryParse(bytes, SipLimits.Default, out var message, out _))
            {
                continue;
            }

            using var peer = new ScriptedPeer();
            peer.Send(message);
            var finals = peer.Network.Sent.Select(s => s.Message).OfType<SipResponse>().ToList();
            var outcome = finals switch
            {
                [] => -1,
                [{ StatusCode: 100 }] => 0,
                [{ } only] => only.StatusCode,
                _ => -2,
            };
            if (!Expected.TryGetValue(name, out var expected) || outcome != expected)
            {
                wrong.Add($"[\"{name}\"] = {outcome}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
