using System.Buffers.Binary;
using Sylk.Media.Rtp;

namespace Sylk.Media.Tests.Rtp;

public sealed class DigitDetectorTests
{
    private readonly List<(char Digit, double Milliseconds)> _digits = [];
    private readonly DigitDetector _detector;
    private long _now;

    public DigitDetectorTests() => _detector = new((digit, duration) => _digits.Add((digit, duration.TotalMilliseconds)));

    [Fact]
    public void A_digit_is_told_once_when_it_ends()
    {
        Add(1000, 5, 160);
        Add(1000, 5, 320);
        Assert.Empty(_digits);
        Add(1000, 5, 800, end: true);
        Add(1000, 5, 800, end: true);
        Add(1000, 5, 800, end: true);
        Assert.Equal([('5', 100)], _digits);
    }

    [Fact]
    public void The_same_digit_pressed_twice_is_told_twice()
    {
        Add(1000, 11, 800, end: true);
        Add(9000, 11, 800, end: true);
        Assert.Equal([('#', 100), ('#', 100)], _digits);
    }

    [Fact]
    public void A_digit_whose_end_was_lost_is_told_when_the_next_begins()
    {
        Add(1000, 1, 160);
        Add(9000, 2, 160);
        Add(9000, 2, 320, end: true);
        Assert.Equal([('1', 20), ('2', 40)], _digits);
    }

    [Fact]
    public void Or_when_nothing_more_comes()
    {
        Add(1000, 15, 160);
        _detector.Expire(_now + 400_000);
        Assert.Empty(_digits);
        _detector.Expire(_now + 600_000);
        _detector.Expire(_now + 700_000);
        Assert.Equal([('D', 20)], _digits);
    }

    [Fact]
    public void A_late_packet_of_a_former_digit_tells_nothing()
    {
        Add(1000, 1, 800, end: true);
        Add(9000, 2, 160);
        Add(1000, 1, 800, end: true);
        Add(9000, 2, 800, end: true);
        Assert.Equal([('1', 100), ('2', 100)], _digits);
    }

    [Fact]
    public void A_key_held_for_longer_than_a_duration_can_say_is_one_digit()
    {
        Add(1000, 3, 65535);
        Add(1000 + 65535, 3, 8000);
        Add(1000 + 65535, 3, 14465, end: true);
        Assert.Equal([('3', 10_000)], _digits);
    }

    [Fact]
    public void Other_events_and_short_packets_are_not_digits()
    {
        Add(1000, 16, 800, end: true);
        _detector.Add(2000, [1, 0x80, 0], 8000, 0);
        Assert.Empty(_digits);
    }

    private void Add(uint timestamp, byte @event, ushort duration, bool end = false)
    {
        byte[] payload = [@event, (byte)(end ? 0x8A : 0x0A), 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), duration);
        _detector.Add(timestamp, payload, 8000, _now += 20_000);
    }
}
