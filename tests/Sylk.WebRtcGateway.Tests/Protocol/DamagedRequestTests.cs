using System.Text;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Protocol.Version2;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Protocol;

public sealed class DamagedRequestTests
{
    private const int Seed = 20150730;
    private const int DamagesOfEach = 30;

    [Theory]
    [InlineData("v2-requests")]
    [InlineData("v1-requests")]
    public void A_damaged_request_is_a_request_or_an_error_or_nothing(string examples)
    {
        var random = new Random(Seed);
        ProtocolVersion protocol = examples[1] == '2' ? new SylkRtc2() : new SylkRtc1(OriginatorForm.Auto);
        foreach (var example in Example.Load(examples))
        {
            var text = Encoding.UTF8.GetBytes(example.Message?.ToJsonString() ?? "null");
            for (var i = 0; i < DamagesOfEach; i++)
            {
                var damaged = Damage(text, random);
                var thrown = Record.Exception(() => protocol.Read(damaged, out _));
                Assert.True(thrown is null, $"{Encoding.Latin1.GetString(damaged)}\n{thrown}");
            }
        }
    }

    private static byte[] Damage(byte[] text, Random random)
    {
        var (at, length) = (random.Next(text.Length), random.Next(1, 6));
        return random.Next(5) switch
        {
            0 => text[..at],
            1 => [.. text[..at], .. text[Math.Min(at + length, text.Length)..]],
            2 => [.. text[..at], .. "\\ud800"u8, .. text[at..]],
            3 => [.. text[..at], (byte)random.Next(256), .. text[(at + 1)..]],
            _ => [.. text[..at], .. text[at..Math.Min(at + length, text.Length)], .. text[at..]],
        };
    }
}
