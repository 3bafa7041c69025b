using Sylk.Media.Sockets;

namespace Sylk.Media.Tests.Sockets;

public sealed class FrameReaderTests
{
    private static readonly byte[] Stream = [0, 3, 1, 2, 3, 0, 0, 0, 1, 4, 0, 4, 5, 6, 7, 8];

    [Fact]
    public void Frames_are_found_wherever_the_stream_is_cut()
    {
        for (var cut = 0; cut <= Stream.Length; cut++)
        {
            var reader = new FrameReader(4);
            var frames = Read(reader, Stream.AsSpan(0, cut));
            frames.AddRange(Read(reader, Stream.AsSpan(cut)));
            Assert.Equal([[1, 2, 3], [4], [5, 6, 7, 8]], frames);
        }
    }

    [Fact]
    public void A_frame_beyond_the_limit_ends_the_stream()
    {
        var reader = new FrameReader(3);
        Assert.Equal([[1, 2, 3], [4]], Read(reader, Stream));
        Assert.True(reader.IsBroken);
        Assert.Empty(Read(reader, Stream));
    }

    [Fact]
    public void The_limit_may_be_raised_in_the_middle_of_a_frame()
    {
        var reader = new FrameReader(3);
        Assert.Empty(Read(reader, Stream.AsSpan(0, 4)));
        reader.Raise(4);
        Assert.Equal([[1, 2, 3], [4], [5, 6, 7, 8]], Read(reader, Stream.AsSpan(4)));
    }

    private static List<byte[]> Read(FrameReader reader, ReadOnlySpan<byte> input)
    {
        List<byte[]> frames = [];
        while (reader.TryRead(ref input, out var frame))
        {
            frames.Add(frame.ToArray());
        }
        return frames;
    }
}
